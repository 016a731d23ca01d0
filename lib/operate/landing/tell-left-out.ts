import type { LeftOut } from './collect-files.ts';

const named = 20;

/** Names what is not landed, by reason: nothing is left out in silence. */
export function tellLeftOut(leftOut: readonly LeftOut[], notice: (text: string) => void): void {
  for (const [why, all] of Map.groupBy(leftOut, ({ why }) => why)) {
    const paths = all.slice(0, named).map(({ path }) => path);
    const more = all.length > named ? ` and ${all.length - named} more` : '';
    notice(`not landed (${why}): ${paths.join(', ')}${more}`);
  }
}

import type { SetAsideGroup } from '../../../run/date-summary.ts';
import type { Example } from '../../../run/records.ts';

const shownExamples = 3;

/** Three rows to look at first: of the commonest reasons one each, no row twice. */
export function pickExamples(groups: readonly SetAsideGroup[]): Example[] {
  const byReason = [...Map.groupBy(groups, ({ reason }) => reason).values()]
    .sort((a, b) => countRows(b) - countRows(a))
    .map((same) =>
      same.flatMap(({ file, reason, examples }) => examples.map(({ line, raw }) => ({ file, line, reason, raw }))),
    );
  const picked: Example[] = [];
  for (let round = 0; picked.length < shownExamples && byReason.some((rows) => rows.length > round); round++) {
    for (const rows of byReason) {
      const fresh = rows.find((row) => !picked.some(({ file, line }) => file === row.file && line === row.line));
      if (fresh && picked.length < shownExamples) picked.push(fresh);
    }
  }
  return picked;
}

function countRows(groups: readonly SetAsideGroup[]): number {
  return groups.reduce((sum, { rows }) => sum + rows, 0);
}

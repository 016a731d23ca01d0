import { datasetFlag } from './dataset-flag.ts';
import { quoteWord } from './quote-word.ts';

/** Options of a command by name, without the dashes; of a list each value has its own, `undefined` is left out. */
export type CommandOptions = Record<string, string | readonly string[] | undefined>;

/**
 * One of our commands as a person copies it into a shell: `toCommand('run', { from })` is `npx paylake run --from 2025-09-01`.
 * Every value is quoted where the shell would read it; a dataset is named unless it is the default.
 *
 * @param flags options that lead it to a target, such as ` --target prod`; none where nobody knows yet on which it is read.
 */
export function toCommand(name: string, { dataset, ...options }: CommandOptions = {}, flags = ''): string {
  const words = Object.entries(options).flatMap(([option, value]) =>
    [value ?? []].flat().map((each) => `--${option} ${quoteWord(each)}`),
  );
  return [`npx paylake ${name}${flags}${typeof dataset === 'string' ? datasetFlag(dataset) : ''}`, ...words].join(' ');
}

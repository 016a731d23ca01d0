import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest, in the order in which they start: what is long and starts last leaves one processor idle. The first makes
 * the functions and templates that all commands run, so it does not start beside another that would make them too.
 */
const longest = [
  'infra/roles/recorded-calls',
  'laws/histories',
  'forms/file-forms',
  'end-to-end/kill',
  'end-to-end/operations',
  'infra/templates',
  'end-to-end/',
  'smoke/',
  'cli/',
];

/**
 * As vitest sorts (a fresh clone knows no durations), but for those above, and files that have a process for themselves before those
 * that share one: a process is only kept for the very next file.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification): number => {
      const at = longest.findIndex((start) => moduleId.includes(`/test/${start}`));
      const place = at < 0 ? longest.length : at;
      return at === 0 || project.config.isolate ? place : place + longest.length;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

import type { Finding } from '../../run/date-summary.ts';
import type { Evidence } from '../evidence.ts';
import { failure, type Outcome, shorten } from './outcome.ts';

/** What reading noticed though every row is sound, by value: how often, and the first place. */
export function checkFindings({ summaries }: Evidence, kind: Finding['kind'], meaning: string): Outcome {
  const failures = summaries.flatMap((summary) => {
    const found = summary.findings.filter((finding) => finding.kind === kind);
    if (found.length === 0) return [];
    const byValue = [...Map.groupBy(found, ({ value }) => value).values()].map((same) => {
      const times = same.reduce((sum, { count }) => sum + count, 0);
      return `"${same[0]?.value}" ${times} times, first ${same[0]?.file}:${same[0]?.line}`;
    });
    const examples = found.slice(0, 3).map(({ file, line, value }) => ({ file, line, reason: `"${value}"` }));
    return [failure(summary, `${summary.ingestDate}: ${meaning}: ${shorten(byValue).join(', ')}`, { examples })];
  });
  return { failures, fine: `no ${meaning}` };
}

export function checkIdenticalFiles({ summaries }: Evidence): Outcome {
  const failures = summaries.flatMap((summary) =>
    summary.findings
      .filter(({ kind }) => kind === 'identical_file')
      .map(({ file, value }) => failure(summary, `${file} is the same as ${value}`)),
  );
  return { failures, fine: 'no file came twice under two names' };
}

import type { Finding } from '../../../run/date-summary.ts';
import type { JudgedCheck } from '../../../run/records.ts';
import type { Evidence } from '../evidence.ts';
import { failure, type Outcome, shorten } from './outcome.ts';

/** What reading noticed though every row is sound, by value: how often, and the first place. */
export function checkFindings({ summaries }: Evidence, kind: Finding['kind'], meaning: string): Outcome {
  const failures = summaries.flatMap((summary) => {
    const found = summary.findings.filter((finding) => finding.kind === kind);
    if (found.length === 0) return [];
    const byValue = [...Map.groupBy(found, describe)].map(([value, same]) => {
      const times = same.reduce((sum, { count }) => sum + count, 0);
      return `${value} ${times} times, first ${same[0]?.file}:${same[0]?.line}`;
    });
    const examples = found.slice(0, 3).map((finding) => ({
      file: finding.file,
      line: finding.line,
      reason: describe(finding),
    }));
    return [failure(summary, `${summary.ingestDate}: ${meaning}: ${shorten(byValue).join(', ')}`, { examples })];
  });
  return { failures, fine: `no ${meaning}` };
}

/** The value, and the column it stands in where reading knows it. */
function describe({ column, value }: Finding): string {
  return column === undefined ? `"${value}"` : `${column} "${value}"`;
}

export function checkIdenticalFiles({ summaries }: Evidence): Outcome {
  const failures = summaries.flatMap((summary) =>
    summary.findings
      .filter(({ kind }) => kind === 'identical_file')
      .map(({ file, value }) => failure(summary, `${file} is the same as ${value}`)),
  );
  return { failures, fine: 'no file came twice under two names' };
}

/** What is in no count because it is no row, or because a feed says so: never a failure, and never a silence. None if all counts. */
export function reportLeftOut({ summaries }: Evidence): JudgedCheck[] {
  const told = summaries.flatMap(({ ingestDate, feeds }) =>
    Object.entries(feeds).flatMap(([feed, { blank, leftOut }]) => {
      const parts = [
        ...(blank > 0 ? [`${blank} blank records`] : []),
        ...Object.entries(leftOut).map(([why, rows]) => `${rows} rows left out (${why})`),
      ];
      return parts.length > 0 ? [`${ingestDate}, feed ${feed}: ${parts.join(', ')}`] : [];
    }),
  );
  if (told.length === 0) return [];
  return [{ name: 'left_out', severity: 'warn', ok: true, detail: shorten(told).join('; '), failures: [] }];
}

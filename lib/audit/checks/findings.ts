import type { Finding } from '../../run/date-summary.ts';
import type { Check } from '../../run/records.ts';
import type { Evidence } from '../evidence.ts';
import { shorten, warn } from './outcome.ts';

/** What reading noticed though it stops nothing, by value: how often, and the first place. */
export function checkFindings({ summaries }: Evidence, name: string, kind: Finding['kind'], meaning: string): Check {
  const found = summaries.flatMap((summary) => summary.findings).filter((finding) => finding.kind === kind);
  const byValue = [...Map.groupBy(found, ({ value }) => value).values()].map((same) => {
    const times = same.reduce((sum, { count }) => sum + count, 0);
    return `"${same[0]?.value}" ${times} times, first ${same[0]?.file}:${same[0]?.line}`;
  });
  return warn(name, found.length === 0 ? [] : [`${meaning}: ${shorten(byValue).join(', ')}`], `no ${meaning}`);
}

export function checkIdenticalFiles({ summaries }: Evidence): Check {
  const same = summaries
    .flatMap((summary) => summary.findings)
    .filter(({ kind }) => kind === 'identical_file')
    .map(({ file, value }) => `${file} is the same as ${value}`);
  return warn('identical_files', same, 'no file came twice under two names');
}

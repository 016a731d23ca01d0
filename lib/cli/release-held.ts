import { maskCardNumbers } from '../contracts/card-number.ts';
import { forEachLimited } from '../lake/for-each-limited.ts';
import { releaseKey, summaryKey } from '../lake/keys.ts';
import { getJson, putJson } from '../lake/objects.ts';
import { datesOf } from '../run/calendar.ts';
import type { AcceptedCheck } from '../run/checks.ts';
import type { DateSummary } from '../run/date-summary.ts';
import type { RunReport } from '../run/records.ts';
import { parseRequest } from '../run/request.ts';
import { run, type Watched } from './run-commands.ts';

export type ReleaseOptions = { dataset: string; from: string; to: string; accept: AcceptedCheck[]; reason?: string };

/**
 * `held release`: records that the late rows of these ingest dates are accepted, for good, and runs the dates. A release once
 * recorded stands, also when the run fails: every later run of the date keeps it.
 */
export async function releaseHeld(watched: Watched, options: ReleaseOptions): Promise<RunReport> {
  const { silver } = watched.target;
  const { accept, reason } = options;
  const releasedAt = new Date().toISOString();
  const range = { dataset: options.dataset, from: options.from, to: options.to };
  const { dataset, from, to } = parseRequest(range, releasedAt);
  const releasedBy = process.env.USER ?? process.env.USERNAME ?? 'unknown';
  const released = await forEachLimited(datesOf(from, to), 16, async (ingestDate) => {
    const summary = await getJson<DateSummary>(silver, summaryKey(dataset, ingestDate));
    if (!summary || summary.value.rows.held === 0) return 0;
    const { rows, setAside } = summary.value;
    const release = {
      dataset,
      ingestDate,
      releasedAt,
      releasedBy,
      reason: reason === undefined ? null : maskCardNumbers(reason),
      rows: rows.held,
      held: setAside.held,
    };
    await putJson(silver, releaseKey(dataset, ingestDate), release, { ifAbsent: true });
    return rows.held;
  });
  const rows = released.reduce((sum, count) => sum + count, 0);
  watched.notice(rows > 0 ? `released ${rows} rows` : 'nothing is held there; running the dates all the same');
  return run(watched, 'release', { dataset, from, to, accept });
}

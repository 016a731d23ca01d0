import { forEachLimited } from '../../lake/for-each-limited.ts';
import { summaryKey } from '../../lake/keys.ts';
import { getJson } from '../../lake/objects.ts';
import { datesOf } from '../../run/calendar.ts';
import type { AcceptedCheck } from '../../run/checks.ts';
import type { DateSummary } from '../../run/date-summary.ts';
import type { RunReport } from '../../run/records.ts';
import { parseRequest } from '../../run/request.ts';
import { run, type Watched } from './run-commands.ts';
import { sayRelease } from './say-release.ts';

export type ReleaseOptions = { dataset: string; from: string; to: string; accept: AcceptedCheck[]; reason: string };

/**
 * `held release`: records that the late rows of these ingest dates are accepted, and runs the dates. A release once recorded stands,
 * also when the run fails: every later run of the date keeps it, until it is withdrawn.
 */
export async function releaseHeld(watched: Watched, options: ReleaseOptions): Promise<RunReport> {
  const { silver, whoAmI } = watched.target;
  const { accept, reason } = options;
  const at = new Date().toISOString();
  const { dataset, from, to } = parseRequest({ dataset: options.dataset, from: options.from, to: options.to }, at);
  const by = await whoAmI();
  const released = await forEachLimited(datesOf(from, to), 16, async (ingestDate) => {
    const summary = await getJson<DateSummary>(silver, summaryKey(dataset, ingestDate));
    if (!summary || summary.value.rows.held === 0) return 0;
    const { rows, setAside } = summary.value;
    const word = { says: 'released', at, by, reason, rows: rows.held, held: setAside.held } as const;
    await sayRelease(silver, { dataset, ingestDate }, word);
    return rows.held;
  });
  const rows = released.reduce((sum, count) => sum + count, 0);
  watched.notice(rows > 0 ? `released ${rows} rows` : 'nothing is held there; running the dates all the same');
  return run(watched, 'release', { dataset, from, to, accept });
}

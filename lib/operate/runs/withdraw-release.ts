import { forEachLimited } from '../../lake/for-each-limited.ts';
import { datesOf } from '../../run/calendar.ts';
import type { RunReport } from '../../run/records.ts';
import { parseRequest } from '../../run/request.ts';
import type { ReleaseOptions } from './release-held.ts';
import { run, type Watched } from './run-commands.ts';
import { sayRelease } from './say-release.ts';

/** `held withdraw`: records that releases of these ingest dates are taken back, and runs the dates: their late rows are held again. */
export async function withdrawRelease(watched: Watched, options: ReleaseOptions): Promise<RunReport> {
  const { silver, whoAmI } = watched.target;
  const { accept, reason } = options;
  const at = new Date().toISOString();
  const { dataset, from, to } = parseRequest({ dataset: options.dataset, from: options.from, to: options.to }, at);
  const by = await whoAmI();
  const said = await forEachLimited(datesOf(from, to), 16, (ingestDate) =>
    sayRelease(silver, { dataset, ingestDate }, { says: 'withdrawn', at, by, reason }),
  );
  const dates = said.filter((isNew) => isNew).length;
  watched.notice(
    dates > 0 ? `took ${dates} releases back` : 'nothing is released there; running the dates all the same',
  );
  return run(watched, 'withdraw', { dataset, from, to, accept });
}

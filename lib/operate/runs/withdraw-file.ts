import { findFeed } from '../../datasets/find-feed.ts';
import { PaylakeError } from '../../errors.ts';
import { bronzeKey, bronzePrefix, summaryKey, withdrawalKey } from '../../lake/keys.ts';
import { type Bucket, getJson, listObjects, putJson } from '../../lake/objects.ts';
import { parseDate } from '../../run/calendar.ts';
import type { AcceptedCheck } from '../../run/checks.ts';
import type { DateSummary } from '../../run/date-summary.ts';
import type { RunReport } from '../../run/records.ts';
import type { Withdrawal } from '../../run/withdrawal.ts';
import { describeWithdrawal } from './describe-withdrawal.ts';
import { run, type Watched } from './run-commands.ts';

export type WithdrawOptions = {
  feed: string;
  file: string;
  ingestDate: string;
  reason: string;
  accept: AcceptedCheck[];
};

/**
 * `withdraw`: records that a landed file is out of the account, for good, and derives its date anew without it. The record stands
 * also when the run fails or is blocked: every later run of the date leaves the file out.
 */
export async function withdrawFile(watched: Watched, options: WithdrawOptions): Promise<RunReport> {
  const { target, notice } = watched;
  const { bronze, silver } = target;
  const { name: feed, dataset } = findFeed(options.feed);
  const ingestDate = parseDate(options.ingestDate, '--ingest-date');
  const file = await findLanded(bronze, feed, ingestDate, options.file);
  const key = withdrawalKey(dataset, file);
  const summary = await getJson<DateSummary>(silver, summaryKey(dataset, ingestDate));
  const withdrawal: Withdrawal = {
    dataset,
    feed,
    ingestDate,
    file,
    withdrawnAt: new Date().toISOString(),
    withdrawnBy: await target.whoAmI(),
    reason: options.reason,
    rows: summary?.value.files.find(({ key }) => key === file)?.rows ?? null,
  };
  if (await putJson(silver, key, withdrawal, { ifAbsent: true })) notice(`withdrawn: ${file}`);
  else {
    const known = await getJson<Withdrawal>(silver, key);
    notice(
      `${file} ${known ? describeWithdrawal(known.value) : 'is withdrawn already'}; deriving its date all the same`,
    );
  }
  return run(watched, 'withdraw', { dataset, from: ingestDate, to: ingestDate, accept: options.accept });
}

/** The Bronze key of a file that is there; throws naming what is there instead. */
async function findLanded(bronze: Bucket, feed: string, ingestDate: string, file: string): Promise<string> {
  const key = file.includes('/') ? file : bronzeKey(feed, ingestDate, file);
  const landed = (await listObjects(bronze, bronzePrefix(feed, ingestDate))).map((object) => object.key);
  if (landed.includes(key)) return key;
  const shown = landed.slice(0, 5).join(', ');
  const more = landed.length > 5 ? ` and ${landed.length - 5} more` : '';
  throw new PaylakeError(
    'usage',
    `feed ${feed} has no file ${key} under ingest date ${ingestDate}`,
    landed.length === 0 ? 'nothing is landed there: check feed and date' : `name one of these: ${shown}${more}`,
  );
}

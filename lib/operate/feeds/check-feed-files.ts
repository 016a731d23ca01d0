import { findContract } from '../../datasets/find-contract.ts';
import type { Feed } from '../../feeds/feed.ts';
import { bronzePrefix } from '../../lake/keys.ts';
import { type Bucket, listObjects } from '../../lake/objects.ts';
import { addDays, dayBefore, parseDate } from '../../run/calendar.ts';
import type { DateSummary, Finding, Money } from '../../run/date-summary.ts';
import { addMoney, negate } from '../../run/money.ts';
import { acceptDate } from '../../stages/accept/accept-date.ts';
import { checkQuarantined } from '../../stages/audit/checks/quarantine.ts';
import { judge } from '../../stages/audit/judge.ts';
import { landFiles, type Refusal } from '../landing/land-files.ts';
import { withScratchLake } from '../targets/with-scratch-lake.ts';
import { type MappedRow, readMappedRows } from './read-mapped-rows.ts';

const memoryMiB = 1024;

/** What a feed makes of files, as `feed check --json` prints it. Rows left out and blank records are in no other count. */
export type FeedCheck = {
  schema: 'paylake.feed-check/1';
  feed: string;
  dataset: string;
  ingestDate: string;
  /** Where the ingest date comes from: the command; the latest row; or today, where rows of any age are in time or none has a date. */
  ingestDateIs: 'given' | 'latest row' | 'today';
  files: number;
  rows: Record<Verdict, number>;
  blank: number;
  leftOut: Record<string, number>;
  money: Record<string, Record<Verdict, string>>;
  unparseableAmounts: number;
  /** Rows that broke a rule, or came too late (`held`), with the first of each. */
  rules: { rule: string; rows: number; example: { file: string; line: number; raw: string } | null }[];
  /** Why a run of these files would stop, if their rows do that. */
  blocked: string | null;
  findings: Finding[];
  refused: Refusal[];
  /** Rows side by side with what they were read from. */
  mapped: MappedRow[];
};

type Verdict = 'in' | 'accepted' | 'quarantined' | 'held';

/**
 * `feed check`: lands files in buckets of their own that last as long as the check, accepts them as a run would, and says what came out.
 * Nothing is kept. Without an ingest date that of the latest row is taken, as if the files had come that day.
 */
export async function checkFeedFiles(
  feed: Feed,
  inputs: readonly string[],
  { ingestDate, now, notice }: { ingestDate: string | undefined; now: string; notice: (text: string) => void },
): Promise<FeedCheck> {
  const today = addDays(dayBefore(now), 1);
  const given = ingestDate === undefined ? undefined : parseDate(ingestDate, '--ingest-date');
  return withScratchLake(async (lake) => {
    const first = await accept(lake, feed, inputs, {
      ingestDate: given ?? today,
      released: given === undefined,
      notice,
    });
    const latest = Object.keys(first.summary.eventDates).at(-1);
    // Nothing was late yet: where rows can be, they are judged again as of the day of the latest.
    const isGuess = given === undefined && feed.lateDays !== 'unlimited' && latest !== undefined;
    const { summary, refused, prefix } = isGuess
      ? await accept(lake, feed, inputs, { ingestDate: latest, released: false, notice: () => {} })
      : first;
    return {
      ...toCheck(feed, summary, refused),
      ingestDateIs: given !== undefined ? 'given' : isGuess ? 'latest row' : 'today',
      mapped: await readMappedRows(lake, feed, summary, prefix),
    };
  });
}

type Accepted = { summary: DateSummary; refused: Refusal[]; prefix: string };

/** Lands and accepts under an ingest date; `released`: late rows too. */
async function accept(
  lake: { bronze: Bucket; silver: Bucket },
  feed: Feed,
  inputs: readonly string[],
  { ingestDate, released, notice }: { ingestDate: string; released: boolean; notice: (text: string) => void },
): Promise<Accepted> {
  // A refused file is left out here, so that the others are seen.
  const accepted = { check: 'file_refused' };
  const { passed } = await landFiles(lake, feed, inputs, { ingestDate, accepted, notice });
  const files = (await listObjects(lake.bronze, bronzePrefix(feed.name, ingestDate))).map(({ key, size }) => ({
    key,
    size,
    feed: feed.name,
  }));
  const prefix = `checked/${ingestDate}/`;
  const date = { ingestDate, fingerprint: '', files, released, derive: true };
  const summary = await acceptDate(lake, findContract(feed.dataset), date, { prefix, memoryMiB, feeds: [feed] });
  const refused = summary.refused.map(({ key, reason, remedy }) => ({ file: key, reason, remedy }));
  return { summary, refused: [...passed, ...refused], prefix };
}

function toCheck(feed: Feed, summary: DateSummary, refused: Refusal[]): Omit<FeedCheck, 'ingestDateIs' | 'mapped'> {
  const { rows, money, setAside, feeds, ingestDate, findings, unparseableAmounts } = summary;
  const own = feeds[feed.name];
  const contract = findContract(feed.dataset);
  const outcome = checkQuarantined({ contract, summaries: [summary] }, 'quarantined_share');
  const share = judge('quarantined_share', contract.gate.quarantined_share.severity, outcome);
  const groups = [
    ...setAside.quarantine,
    ...setAside.held.map((group) => ({ ...group, reason: 'held: came too late' })),
  ];
  return {
    schema: 'paylake.feed-check/1',
    feed: feed.name,
    dataset: feed.dataset,
    ingestDate,
    files: summary.files.length,
    rows,
    blank: own?.blank ?? 0,
    leftOut: own?.leftOut ?? {},
    money: Object.fromEntries(Object.keys(money.in).map((currency) => [currency, toVerdicts(currency, money)])),
    unparseableAmounts,
    rules: [...Map.groupBy(groups, ({ reason }) => reason)].map(([rule, same]) => {
      const [example] = same.flatMap(({ file, examples }) => examples.map((row) => ({ file, ...row })));
      return { rule, rows: same.reduce((sum, group) => sum + group.rows, 0), example: example ?? null };
    }),
    blocked: share.ok || share.severity === 'warn' ? null : share.detail,
    findings,
    refused,
  };
}

function toVerdicts(currency: string, { in: all, quarantined, held }: DateSummary['money']): Record<Verdict, string> {
  const of = (money: Money): string => money[currency] ?? '0.00';
  const minus = (amount: string): Money => ({ [currency]: negate(amount) });
  const accepted = addMoney({ [currency]: of(all) }, minus(of(quarantined)), minus(of(held)))[currency] ?? '0.00';
  return { in: of(all), accepted, quarantined: of(quarantined), held: of(held) };
}

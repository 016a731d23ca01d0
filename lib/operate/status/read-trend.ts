import { forEachLimited } from '../../lake/for-each-limited.ts';
import { runKey, summaryKey } from '../../lake/keys.ts';
import { getJson } from '../../lake/objects.ts';
import type { DateSummary, JudgedCheck } from '../../run/records.ts';
import type { Target } from '../targets/target.ts';
import { findRuns } from './find-runs.ts';

/** How good an ingest date was, as the gate saw it. */
export type TrendDay = {
  ingestDate: string;
  rows: number;
  quarantined: number;
  /** The currency with the greatest share (0..1) of its net amount in quarantine; null where none is. */
  worstMoney: { currency: string; quarantined: string; in: string; share: number } | null;
  /** Rows without a valid amount or currency: in no money. */
  unparseableAmounts: number;
  held: number;
  released: boolean;
  /** Checks that the date did not meet when it was last published, and those accepted; null where its run is forgotten. */
  warnings: string[] | null;
  accepted: string[] | null;
};

/** The trend over published ingest dates. */
export async function readTrend(target: Target, dataset: string, dates: readonly string[]): Promise<TrendDay[]> {
  const { silver } = target;
  const runs = await findRuns(target, dataset, dates);
  const runIds = [...new Set([...runs.values()].flatMap(({ published }) => published?.runId ?? []))];
  const checks = new Map(
    await forEachLimited(runIds, 16, async (runId) => {
      const found = await getJson<JudgedCheck[]>(silver, runKey(runId, 'checks'));
      // What an earlier version wrote knows no dates.
      const isDated = found?.value.every(({ failures }) => Array.isArray(failures));
      return [runId, isDated ? found?.value : undefined] as const;
    }),
  );
  const days = await forEachLimited(dates, 16, async (date) => {
    const summary = await getJson<DateSummary>(silver, summaryKey(dataset, date));
    const run = runs.get(date)?.published;
    return summary ? [toDay(summary.value, run && checks.get(run.runId))] : [];
  });
  return days.flat();
}

function toDay(summary: DateSummary, checks: readonly JudgedCheck[] | undefined): TrendDay {
  const { ingestDate, rows, released, unparseableAmounts } = summary;
  const failed = checks?.filter(({ failures }) =>
    failures.some(({ column, date }) => column === 'ingest_date' && date === ingestDate),
  );
  return {
    ingestDate,
    rows: rows.in,
    quarantined: rows.quarantined,
    worstMoney: findWorst(summary),
    unparseableAmounts,
    held: rows.held,
    released,
    warnings: failed?.filter(({ ok }) => !ok).map(({ name }) => name) ?? null,
    accepted: failed?.filter(({ ok }) => ok).map(({ name }) => name) ?? null,
  };
}

/** Shares only, so that a float is good enough. Of a net amount of nought any amount is all. */
function findWorst({ money }: DateSummary): TrendDay['worstMoney'] {
  const size = (amount: string): number => Math.abs(Number(amount));
  const shares = Object.entries(money.quarantined)
    .filter(([, amount]) => size(amount) > 0)
    .map(([currency, quarantined]) => {
      const all = money.in[currency] ?? '0.00';
      return { currency, quarantined, in: all, share: size(all) === 0 ? 1 : size(quarantined) / size(all) };
    });
  return shares.sort((a, b) => b.share - a.share)[0] ?? null;
}

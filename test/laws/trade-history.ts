import fc from 'fast-check';
import { deaths } from './drive-run.ts';
import type { History, Landing, Step } from './history.ts';
import { toNdjson } from './native-row.ts';

/** Ingest dates next to one another and months apart: a correction may be of any age. */
const layouts = [
  ['2025-12-25', '2025-12-26', '2025-12-27'],
  ['2025-10-15', '2025-12-31', '2026-01-01'],
];
const columns = ['trade_id', 'user_id', 'symbol', 'side', 'quantity', 'price', 'quote_currency', 'trade_ts', 'version'];

/** Few ids, users and symbols, so that they meet; a correction moves a trade to another user, symbol or day. */
const trade = fc.record({
  trade_id: fc.constantFrom('t-1', 't-2', 'T-2', 't-3'),
  user_id: fc.constantFrom('1', '2', '10'),
  symbol: fc.constantFrom('AAPL', 'eth/usdt', 'BTC', 'aapl', 'a b', ''),
  side: fc.constantFrom('BUY', 'sell', 'Buy', 'SELL', 'nothing'),
  quantity: fc.constantFrom('0.1', '1', '2.50000001', '33.3333', '1000', '9999999999999999.99999999', '0', ''),
  price: fc.constantFrom('100', '19999.9999', '0.00000001', '250.5', '.5', '0.000000001', '9999999999999999.99999999'),
  quote_currency: fc.constantFrom('', 'usd', 'USDT', 'KRW'),
  age: fc.constantFrom(0, 0, 1, 2, 400),
  time: fc.constantFrom('T00:00:00Z', 'T23:59:59.999999Z', 'T12:00:00+09:00', ''),
  version: fc.constantFrom('1', '1', '2', '3', ''),
});
type Trade = typeof trade extends fc.Arbitrary<infer T> ? T : never;

const before = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
const toRow = (date: string, { age, time, ...row }: Trade): Record<string, string> => ({
  ...row,
  trade_ts: `${before(date, age)}${time}`,
});

const file = fc.record({
  trades: fc.array(trade, { minLength: 1, maxLength: 5, size: 'max' }),
  isCsv: fc.boolean(),
  /** Before which step it lands; most are there from the start. */
  when: fc.constantFrom(0, 0, 0, 1, 2, 9),
});

function landingOf(
  date: string,
  name: string,
  { trades, isCsv, when }: typeof file extends fc.Arbitrary<infer T> ? T : never,
): Landing {
  const rows = trades.map((one) => toRow(date, one));
  const csv = [columns.join(','), ...rows.map((row) => columns.map((column) => row[column]).join(',')), ''].join('\n');
  const key = `trades/ingest_date=${date}/${name}.${isCsv ? 'csv' : 'ndjson'}`;
  return { file: { key, text: isCsv ? csv : toNdjson(rows) }, before: when, goes: false, withdrawn: null };
}

const step: fc.Arbitrary<Step> = fc.record({
  does: fc.constantFrom('run', 'run', 'again'),
  at: fc.constantFrom(0, 1, 2),
  dates: fc.constantFrom(1, 1, 2, 3),
  accept: fc.constantFrom(true, true, false),
  chunkRows: fc.constantFrom(1, 3, 1_000_000),
  dies: fc.option(fc.constantFrom(...deaths), { freq: 3 }),
}) as fc.Arbitrary<Step>;

/** A random history of trades: files of both forms, corrections of any age, every date in the end, in any order. */
export const tradeHistory: fc.Arbitrary<History> = fc
  .record({
    dates: fc.constantFrom(...layouts),
    days: fc.array(fc.tuple(file, fc.option(file)), { minLength: 3, maxLength: 3 }),
    steps: fc.array(step, { minLength: 2, maxLength: 3 }),
    order: fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
  })
  .map(({ dates, days, steps, order }) => ({
    dates,
    landings: dates.flatMap((date, at) => {
      const [first, second] = days[at] ?? [];
      return [...(first ? [landingOf(date, 'b', first)] : []), ...(second ? [landingOf(date, 'a', second)] : [])];
    }),
    steps: steps.map((one) => ({ ...one, dies: one.dies ?? undefined })),
    takesBack: false,
    order,
  }));

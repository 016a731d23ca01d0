import fc from 'fast-check';
import { deaths, type RunOptions } from './drive-run.ts';
import { nativeRow, toNdjson } from './native-row.ts';
import type { Delivery } from './oracle/model.ts';

/** What is done next; `at` picks among the ingest dates that it applies to when its turn comes. */
export type Step = {
  /** `again` runs what was run last, with nothing accepted. */
  does: 'run' | 'release' | 'again';
  at: number;
  /** Over how many of the history's ingest dates, from that one on. */
  dates: number;
  accept: boolean;
  chunkRows: number;
  dies: RunOptions['dies'];
};

/**
 * A file, and the step before which it lands; `goes` takes it away again behind the last step, `withdrawn` says before which step an
 * operator withdraws it, if it has landed by then, else behind the last one.
 */
export type Landing = { file: Delivery; before: number; goes: boolean; withdrawn: number | null };

/**
 * What happens to a lake: files land, each before a step or behind the last one; what is left undone then is run, date by date, in
 * an order of its own.
 */
export type History = {
  dates: string[];
  landings: Landing[];
  steps: Step[];
  /** Whether behind the last step all releases are taken back. */
  takesBack: boolean;
  order: number[];
};

/** Ingest dates next to one another, and 29, 30 and 31 days apart. */
const layouts = [
  [0, 1, 2],
  [0, 29, 30],
  [0, 29, 31],
  [0, 30, 31],
  [0, 1, 31],
];
/** So that a leap day, the turn of a year, or a change of clocks in London lies within. */
const starts = ['2025-03-03', '2024-02-28', '2024-12-31'];

const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Times of one day in Seoul, at both ends of it and in other zones. */
const times: ((date: string) => string)[] = [
  (date) => `${date}T12:00:00+09:00`,
  (date) => `${date}T00:00:00+09:00`,
  (date) => `${date} 23:59:59.999999`,
  (date) => `${addDays(date, -1)}T15:00:00Z`,
  (date) => date,
];

const often = <T>(...choices: [number, T][]): fc.Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, value]) => ({ weight: weight * 10, arbitrary: fc.constant(value) })));

/** Few ids and versions, so that they meet; some rows late, later than in time, in the future, or bad. */
const row = fc.record({
  id: fc.integer({ min: 1, max: 4 }),
  version: often([3, 1], [2, 2], [1, 3]),
  age: often([5, 0], [3, 1], [3, 2], [3, 3], [1, 4], [0.2, -1]),
  time: fc.constantFrom(...times),
  cents: fc.constantFrom('0.00', '0.01', '1', '9.99', '12.50', '100', '9999999999999999.99'),
  mcc: often([8, '5411'], [6, '0742'], [1.8, '5411x']),
  currency: fc.constantFrom('KRW', 'usd'),
  refund: often([3, 'false'], [1, 'Y']),
  status: often([4, 'approved'], [1, 'declined']),
  customer: fc.constantFrom('c-1', 'c-2', 'C-2', 'c-10'),
});
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never;

const toText = (date: string, { id, version, age, time, cents, customer, refund, ...rest }: Row): object =>
  nativeRow({
    ...rest,
    transaction_id: `txn-00000${id}`,
    version,
    txn_ts: time(addDays(date, -age)),
    amount: cents,
    customer_id: customer,
    is_refund: refund,
  });

/** One to three rows; of which some come twice. */
const nativeRows = fc
  .tuple(fc.array(row, { minLength: 1, maxLength: 3, size: 'max' }), often([3, 0], [1, 1]))
  .map(([rows, twice]) => [...rows, ...rows.slice(0, twice)]);

const header =
  'TRANS DATE,TRANS VAT DESC,ORIGINAL GROSS AMT,MERCHANT NAME,CARD NUMBER,TRANS CAC CODE 1,TRANS CAC CODE 2,TRANS CAC CODE 3';
/** The same few purchases again and again: overlapping deliveries of a feed without a look-back. */
const cardLines = fc.array(
  often(
    [4, '27/02/24,VR,52.32,shell kings,****5770,K020,RV12N,A00'],
    [4, '28/02/24,VR,-19.00,shell kings,****5770,K020,RV12N,A00'],
    [4, '26/02/24,VR,"1,052.32",tesco,****5771,K020,RV99N,A00'],
    [0.3, '28/02/24,VR,1.0.0,tesco,****5771,K020,RV99N,A00'],
  ),
  { minLength: 1, maxLength: 3, size: 'max' },
);

/** What an ingest date is handed: a native file, perhaps another, perhaps one of cards, perhaps one that is no file. */
const dayOf = fc.record({
  first: nativeRows,
  /** Another native file: rows of its own, or the first once more under another name. */
  second: fc.option(fc.oneof(nativeRows, fc.constant('again' as const)), { freq: 2 }),
  cards: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: cardLines }),
  /** Further bad rows of the first file: few that only warn, many that block. */
  bad: often([3, 0], [1, 4], [3, 6]),
  /** Six rows of the same ids on every date that has them, for one price or another: what they say may contradict. */
  price: often([1, null], [3, '1.00'], [3, '2.00']),
  unreadable: often([10, false], [1, true]),
  /** Whether the second file is taken away again. */
  goes: often([2, false], [1, true]),
  /** Which of its files are withdrawn, and before which step. */
  withdrawn: fc.record({
    which: often<readonly string[]>([16, []], [1, ['b']], [1, ['a', 'b', 'c', 'month']]),
    before: often([1, 1], [1, 2], [3, 9]),
  }),
  /** Before which step each of them lands; most are there from the start. */
  when: fc.array(often([7, 0], [1, 1], [1, 2], [2, 9]), { minLength: 4, maxLength: 4 }),
});
/** Rows of one value in the last native file, so many that the date may be split by value; every date has the same ids. */
const manyRows = often([2, 0], [1, 100], [4, 300]);
type Day = (typeof dayOf extends fc.Arbitrary<infer T> ? T : never) & { many: number };

const noonRow = (date: string, changes: object): object => nativeRow({ txn_ts: `${date}T12:00:00+09:00`, ...changes });

function crowdOf(date: string, { bad, price, many }: Day): object[] {
  // As large a share of many rows as of few.
  const share = bad > 4 ? Math.ceil(many / 15) : 0;
  return [
    ...Array.from({ length: bad + share }, () => noonRow(date, { mcc: 'x' })),
    ...Array.from({ length: price === null ? 0 : 6 }, (_, at) =>
      noonRow(date, { transaction_id: `txn-priced-${at}`, amount: price }),
    ),
  ];
}

const manyOf = (date: string, { many }: Day): object[] =>
  Array.from({ length: many }, (_, at) => noonRow(date, { transaction_id: `txn-many-${at}` }));

function landingsOf(date: string, day: Day): Landing[] {
  const { first, second, cards, unreadable, goes, withdrawn, when } = day;
  const native = (name: string): string => `transactions/ingest_date=${date}/${name}`;
  const write = (rows: readonly Row[]): string => toNdjson(rows.map((one) => toText(date, one)));
  const many = toNdjson(manyOf(date, day));
  const isLast = !second || second === 'again';
  const text = write(first) + toNdjson(crowdOf(date, day)) + (isLast ? many : '');
  const files: Delivery[] = [{ key: native('b.ndjson'), text }];
  if (second) files.push({ key: native('a.ndjson'), text: isLast ? text : write(second) + many });
  if (cards)
    files.push({ key: `purchase-cards/ingest_date=${date}/month.csv`, text: [header, ...cards, ''].join('\n') });
  if (unreadable) files.push({ key: native('c.ndjson'), text: '<html>\nbad gateway\n</html>\n', unreadable: true });
  return files.map((file, at) => ({
    file,
    before: when[at] ?? 0,
    goes: goes && file.key.endsWith('/a.ndjson'),
    withdrawn: withdrawn.which.some((name) => file.key.includes(`/${name}.`)) ? withdrawn.before : null,
  }));
}

const stepThat = (does: fc.Arbitrary<Step['does']>): fc.Arbitrary<Step> =>
  fc.record({
    does,
    at: fc.constantFrom(0, 0, 1, 2),
    dates: often([2, 1], [1, 2], [1, 3]),
    accept: often([2, true], [1, false]),
    chunkRows: fc.constantFrom(1, 3, 1_000_000),
    dies: fc.oneof(
      { weight: 3, arbitrary: fc.constant(undefined) },
      { weight: 2, arbitrary: fc.constantFrom('before audit', ...deaths) },
    ),
  });
const steps = fc
  .tuple(
    stepThat(fc.constant('run')),
    stepThat(fc.constantFrom('run', 'release', 'release', 'release')),
    fc.option(stepThat(fc.constantFrom('run', 'release', 'release', 'again', 'again')), { freq: 3 }),
  )
  .map(([first, second, third]) => [first, second, ...(third ? [third] : [])]);

/** A random history: every date runs in the end, in any order, some of them several times, some runs dying on their way. */
export const history: fc.Arbitrary<History> = fc
  .record({
    start: fc.constantFrom(...starts),
    layout: fc.constantFrom(...layouts),
    days: fc.array(dayOf, { minLength: 3, maxLength: 3 }),
    steps,
    takesBack: often([3, true], [1, false]),
    order: fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
    many: fc.tuple(manyRows, manyRows, manyRows),
  })
  .map(({ start, layout, days, steps, takesBack, order, many }) => {
    const dates = layout.map((days) => addDays(start, days));
    return {
      dates,
      landings: dates.flatMap((date, at) => landingsOf(date, { ...days[at], many: many[at] } as Day)),
      steps,
      takesBack,
      order,
    };
  });

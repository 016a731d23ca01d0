import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DateSummary } from '../../lib/run/date-summary.ts';
import { accountingGaps, dayReport } from '../../lib/run/day-report.ts';
import { addMoney, fromUnits } from '../../lib/run/money.ts';
import { type Decision, unitsOf, type Verdicts } from '../../lib/run/records.ts';

const parts = ['loaded', 'duplicate', 'superseded', 'quarantined', 'held'] as const;
type Part = (typeof parts)[number];
type Day = Record<Part, { rows: number; money: Record<string, string> }>;

const dayOf: fc.Arbitrary<Day> = fc.record(
  Object.fromEntries(
    parts.map((part) => [
      part,
      fc.record({
        rows: fc.nat({ max: 10_000_000 }),
        money: fc
          .dictionary(
            fc.constantFrom('KRW', 'USD', 'GBP'),
            fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map((units) => fromUnits(units, 2)),
          )
          .map((money) => ({ ...money })),
      }),
    ]),
  ) as Record<Part, fc.Arbitrary<Day[Part]>>,
);

/** The two halves a day's report is made of: what accepting counted, and what ranking counted. */
function halves(day: Day): { summary: DateSummary; verdicts: Verdicts } {
  const { loaded, duplicate, superseded, quarantined, held } = day;
  const summary = {
    dataset: 'transactions',
    contractVersion: 1,
    ingestDate: '2025-09-01',
    fingerprint: '',
    files: [],
    refused: [],
    rows: {
      in: parts.reduce((sum, part) => sum + day[part].rows, 0),
      accepted: loaded.rows + duplicate.rows + superseded.rows,
      quarantined: quarantined.rows,
      held: held.rows,
    },
    money: {
      in: addMoney(...parts.map((part) => day[part].money)),
      quarantined: quarantined.money,
      held: held.money,
    },
    measures: {
      in: { quantity: addMoney(...parts.map((part) => day[part].money)) },
      quarantined: { quantity: quarantined.money },
      held: { quantity: held.money },
    },
    unparseableAmounts: 3,
    eventDates: {},
    distribution: {},
    rules: {},
    setAside: { quarantine: [], held: [] },
    released: false,
    feeds: {},
    findings: [],
  };
  const verdicts = {
    rows: { loaded: loaded.rows, duplicate: duplicate.rows, superseded: superseded.rows },
    money: { loaded: loaded.money, duplicate: duplicate.money, superseded: superseded.money },
    measures: {
      loaded: { quantity: loaded.money },
      duplicate: { quantity: duplicate.money },
      superseded: { quantity: superseded.money },
    },
  };
  return { summary, verdicts };
}

const nothing = { rows: 0, money: {} };
const emptyDay: Day = { loaded: nothing, duplicate: nothing, superseded: nothing, quarantined: nothing, held: nothing };

const report = (day: Day) => {
  const { summary, verdicts } = halves(day);
  return dayReport(summary, verdicts);
};

test('a day by hand, in the form of paylake.run/1', () => {
  const day: Day = {
    loaded: { rows: 90, money: { KRW: '1000.00', USD: '5.50' } },
    duplicate: { rows: 4, money: { KRW: '40.00' } },
    superseded: { rows: 3, money: { KRW: '-30.00' } },
    quarantined: { rows: 2, money: {} },
    held: { rows: 1, money: { GBP: '0.01' } },
  };
  const none = { duplicate: '0.00', superseded: '0.00', quarantined: '0.00' };
  const money = {
    GBP: { in: '0.01', loaded: '0.00', ...none, held: '0.01' },
    KRW: {
      in: '1010.00',
      loaded: '1000.00',
      duplicate: '40.00',
      superseded: '-30.00',
      quarantined: '0.00',
      held: '0.00',
    },
    USD: { in: '5.50', loaded: '5.50', ...none, held: '0.00' },
  };
  expect(report(day)).toEqual({
    ingestDate: '2025-09-01',
    rows: { in: 100, loaded: 90, duplicate: 4, superseded: 3, quarantined: 2, held: 1 },
    money,
    measures: { quantity: money },
    unparseableAmounts: 3,
  });
  expect(Object.keys(report(day).money), 'in the order of their codes').toEqual(['GBP', 'KRW', 'USD']);
  expect(accountingGaps(report(day))).toEqual([]);
});

test('whatever came in, rows and money in are the sum of the other five', () => {
  fc.assert(
    fc.property(dayOf, (day) => {
      expect(accountingGaps(report(day))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('one row too many or too few in any part is told, with the date', () => {
  const by = fc.integer({ min: -5, max: 5 }).filter((rows) => rows !== 0);
  fc.assert(
    fc.property(dayOf, fc.constantFrom('in' as const, ...parts), by, (day, part, rows) => {
      const { rows: counted, ...rest } = report(day);
      const gaps = accountingGaps({ ...rest, rows: { ...counted, [part]: counted[part] + rows } });
      expect(gaps).toHaveLength(1);
      expect(gaps[0]).toContain('2025-09-01');
    }),
    { numRuns: 200 },
  );
});

test('an amount keeps the decimals of its column, and its last one is accounted for', () => {
  const { summary, verdicts } = halves({ ...emptyDay, loaded: { rows: 1, money: { BTC: '0.00000001' } } });
  const day = dayReport(summary, verdicts);
  const none = '0.00000000';
  const parted = { duplicate: none, superseded: none, quarantined: none, held: none };
  expect(day.measures.quantity).toEqual({ BTC: { in: '0.00000001', loaded: '0.00000001', ...parted } });
  expect(accountingGaps(day)).toEqual([]);
  const lost = { ...verdicts, measures: { loaded: { quantity: {} }, duplicate: {}, superseded: {} } };
  expect(accountingGaps(dayReport(summary, lost))).toEqual(['2025-09-01: BTC 0.00000001 in, 0.00000000 accounted for']);
});

test('a summary of before there were measures is reported without them', () => {
  const { summary, verdicts } = halves({ ...emptyDay, loaded: { rows: 1, money: { KRW: '5.00' } } });
  const { measures: _, ...old } = summary;
  expect(dayReport(old, verdicts).measures).toEqual({});
  expect(accountingGaps(dayReport(old, verdicts))).toEqual([]);
});

test('one minor unit in any part of any currency is told, also in a currency that never came in', () => {
  const unit = fc.constantFrom('0.01', '-0.01');
  const place = fc.constantFrom('loaded' as const, 'duplicate' as const, 'superseded' as const);
  fc.assert(
    fc.property(dayOf, place, fc.constantFrom('KRW', 'JPY'), unit, (day, part, currency, amount) => {
      const { summary, verdicts } = halves(day);
      const money = { ...verdicts.money, [part]: addMoney(verdicts.money[part], { [currency]: amount }) };
      const gaps = accountingGaps(dayReport(summary, { ...verdicts, money }));
      expect(gaps).toHaveLength(1);
      expect(gaps[0]).toContain(currency);
    }),
    { numRuns: 200 },
  );
});

test('publishing a decided run is its accepted dates and each staged part, once', () => {
  const part = { key: '', size: 0, sha256: '', rows: 0, distinctKeys: 0, dates: [], controlTotals: [] };
  const parts = ['part-0000', 'part-0001'].map((name) => ({ ...part, name }));
  const decision: Decision = {
    runId: 'r',
    dataset: 'transactions',
    from: '2025-09-01',
    to: '2025-09-02',
    derivedDates: ['2025-09-01'],
    touchedDates: ['2025-09-01'],
    parts,
    manifests: { rows: '', controlTotals: '', sha256: '' },
    rows: 0,
  };
  expect(unitsOf(decision)).toEqual([{ unit: 'accepted' }, { unit: 'part-0000' }, { unit: 'part-0001' }]);
  expect(unitsOf({ ...decision, parts: [] })).toEqual([{ unit: 'accepted' }]);
});

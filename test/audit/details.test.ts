import { expect, test } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { addDays } from '../../lib/run/calendar.ts';
import type { SetAsideGroup } from '../../lib/run/date-summary.ts';
import type { DateSummary, JudgedCheck } from '../../lib/run/records.ts';
import type { Evidence } from '../../lib/stages/audit/evidence.ts';
import { runChecks } from '../../lib/stages/audit/run-checks.ts';
import { conflicts, delivered, evidence, summary } from './evidence.ts';

/*
 * What an operator reads of a check: what is wrong, by how much, where, and which rows to look at.
 */

const key = 'transactions/ingest_date=2025-09-10/one.csv';
const day = '2025-09-10';
const none = { in: {}, quarantined: {}, held: {} };
const rows = (all: number, quarantined = 0, held = 0): DateSummary['rows'] => ({
  in: all,
  accepted: all - quarantined - held,
  quarantined,
  held,
});
const find = (name: string, changes: Partial<Evidence>): JudgedCheck =>
  runChecks({ ...evidence(), ...changes }).find((one) => one.name === name) as JudgedCheck;
const tell = (name: string, changes: Partial<Evidence>): string => find(name, changes).detail;
const of = (changes: Partial<DateSummary>): Partial<Evidence> => ({ summaries: [summary(changes)] });

test('a check that is met says what is well, with its limit', () => {
  expect(Object.fromEntries(runChecks(evidence()).map(({ name, detail }) => [name, detail]))).toEqual({
    file_refused: 'every file could be read',
    quarantined_share: 'no ingest date or feed above 5 %',
    conflicting_duplicates: 'no row contradicts another of its id and version',
    accounting: 'every row and every amount is loaded, duplicate, superseded, quarantined or held',
    staged_totals: 'staged rows and sums equal what ranking found',
    residual_duplicates: 'no id twice on a date or within the look-back',
    quarantined_rows: 'no ingest date or feed above 1 %',
    quarantined_money: 'no ingest date or feed above 5 % of its money',
    held_rows: 'no row came too late',
    volume: 'every ingest date is as large as the days before it',
    missing_days: 'every ingest date has files',
    freshness: 'every ingest date has rows of its own days',
    distribution: 'shares of status and currency are as usual',
    schema_drift: 'every file has the columns it had before',
    unmapped_categories: "no words that the feed's declaration does not know",
    unlisted_currencies: 'no currencies ISO 4217 does not list',
    minor_units: 'no amounts with more decimals than ISO 4217 gives their currency',
    outer_quotes: 'no columns with values that keep quotes around them',
    null_words: 'no identifiers that are a word for nothing',
    identical_files: 'no file came twice under two names',
    restatement: 'no closed date changes',
  });
});

test('held rows: a limit that the contract sets is told, and that none came too late only where there is no limit', () => {
  const contract = {
    ...transactions,
    gate: { ...transactions.gate, held_rows: { severity: 'warn' as const, above: 0.1 } },
  };
  expect(tell('held_rows', { contract })).toBe('no ingest date or feed above 10 %');
  expect(tell('held_rows', { contract, ...of({ rows: rows(100, 0, 11) }) })).toBe(
    '2025-09-10: 11 of 100 rows came too late, more than 10 %',
  );
  expect(tell('held_rows', of({ rows: rows(100, 0, 11) }))).toBe('2025-09-10: 11 of 100 rows came too late');
});

test('a refused file is told with its reason and its remedy', () => {
  const refused = [{ key, reason: 'torn gzip', remedy: 'send again' }];
  const detail = `${key}: torn gzip (send again)`;
  expect(find('file_refused', of({ refused }))).toMatchObject({
    detail,
    failures: [{ column: 'ingest_date', date: day, inputs: 'f', detail, examples: [] }],
  });
});

test('volume: the median of the days before, and that of the weekday where there are enough of it', () => {
  const on = (ingestDate: string, count: number): DateSummary => summary({ ingestDate, rows: rows(count) });
  const recent = ['2025-09-09', '2025-09-08', '2025-09-07'].map((date, at) => on(date, [301, 302, 300][at] ?? 0));
  expect(tell('volume', { history: recent })).toBe('2025-09-10: 100 rows, median of the days before 301');
  const wednesdays = ['2025-09-03', '2025-08-27', '2025-08-20'].map((date, at) => on(date, 400 + at));
  const history = [...recent, ...wednesdays];
  expect(tell('volume', { history })).toBe('2025-09-10: 100 rows, median of the days before 400, of its weekday 401');
  // As many as on any Wednesday: a habit, nothing strange.
  expect(find('volume', { history: [...recent, ...wednesdays.map((date) => on(date.ingestDate, 100))] }).ok).toBe(true);
});

test('freshness: the feed is named where there are several', () => {
  const newest = (date: string): DateSummary['feeds'][string] => ({ ...delivered(rows(10), none), newest: date });
  expect(tell('freshness', of({ feeds: { transactions: newest('2025-09-07') } }))).toBe(
    '2025-09-10: the newest row is of 2025-09-07',
  );
  const feeds = { transactions: newest('2025-09-07'), 'purchase-cards': newest('2025-09-10') };
  expect(tell('freshness', of({ feeds }))).toBe('2025-09-10, feed transactions: the newest row is of 2025-09-07');
});

test('a missing day is one of the ingest dates, with no row to look at', () => {
  const { failures } = find('missing_days', { plan: { ...evidence().plan, missing: [day] } });
  expect(failures).toEqual([
    { column: 'ingest_date', date: day, inputs: 'no-files', detail: '2025-09-10: no file in Bronze', examples: [] },
  ]);
});

test('distribution: of many days the latest are what is usual', () => {
  const on = (ingestDate: string, approved: number): DateSummary =>
    summary({ ingestDate, distribution: { status: { approved } } });
  const history = Array.from({ length: 20 }, (_, at) => on(addDays(day, -1 - at), at < 7 ? 100 : 10));
  expect(find('distribution', { history, summaries: [on(day, 100)] }).ok).toBe(true);
  expect(tell('distribution', { history, summaries: [on(day, 10)] })).toContain('10 %, usually 100 %');
});

test('distribution: each value that differs, in order, against its usual share', () => {
  const on = (ingestDate: string, status: Record<string, number>): DateSummary =>
    summary({ ingestDate, distribution: { status } });
  const history = ['2025-09-09', '2025-09-08', '2025-09-07'].map((date) => on(date, { declined: 60, approved: 40 }));
  const summaries = [on(day, { declined: 20, approved: 80 })];
  const said = '2025-09-10: status approved 80 %, usually 40 %; 2025-09-10: status declined 20 %, usually 60 %';
  expect(tell('distribution', { history, summaries })).toBe(said);
  const empty = [summary({ distribution: { status: {} }, rows: rows(0) })];
  expect(find('distribution', { history, summaries: empty }).ok, 'a day without rows has no shares').toBe(true);
  // A day without rows among those before has none of any value.
  const [first, ...others] = history as [DateSummary, ...DateSummary[]];
  const nothing = { ...summary({ ingestDate: first.ingestDate, distribution: { status: {} } }), rows: rows(0) };
  expect(tell('distribution', { history: [nothing, ...others], summaries })).toContain(
    'status approved 80 %, usually 40 %',
  );
});

const file = (columns: Record<string, string>, name = 'one.csv'): DateSummary['files'][number] => ({
  key: `transactions/ingest_date=${day}/${name}`,
  size: 1,
  rows: 9,
  columns,
});
const strange = (value: string, at = file({})): DateSummary['findings'][number] => ({
  kind: 'unknown_column',
  value,
  count: 3,
  file: at.key,
  line: 1,
});
const drift = (now: Record<string, string>, before: Record<string, string>, added: string[] = []): string => {
  const findings = added.map((value) => strange(value));
  const history = [summary({ ingestDate: '2025-09-09', files: [file(before, 'old.csv')] })];
  return tell('schema_drift', { history, ...of({ files: [file(now)], findings }) });
};

test('drift: a column that is new, gone or of another type, each by its name', () => {
  expect(drift({ amount: 'text', fee: 'text' }, { amount: 'text' }, ['fee'])).toBe(
    `${key}: new column "fee", ignored (3 times, first line 1)`,
  );
  for (const type of ['text', 'number'])
    expect(drift({ amount: 'text' }, { amount: 'text', mcc: type })).toBe(`${key}: no column "mcc" any more`);
  expect(drift({ amount: 'string' }, { amount: 'number' })).toBe(`${key}: column "amount" is string, was number`);
  expect(drift({ amount: 'number', fee: 'text' }, { amount: 'string', mcc: 'text' }, ['fee'])).toBe(
    `${key}: new column "fee", ignored (3 times, first line 1), no column "mcc" any more: renamed to "fee"?, ` +
      'column "amount" is number, was string',
  );
});

test('drift: what the file before had too is not new; a column that was never more than null is not gone', () => {
  const well = 'every file has the columns it had before';
  expect(drift({ fee: 'text' }, { fee: 'text' }, ['fee'])).toBe(well);
  expect(drift({ amount: 'text' }, { amount: 'text', mcc: 'null' })).toBe(well);
  expect(drift({ amount: 'null' }, { amount: 'number' })).toBe(well);
});

test('drift: the latest file before counts, whether it was published or comes with the same run', () => {
  const on = (ingestDate: string, columns: Record<string, string>): DateSummary =>
    summary({ ingestDate, files: [file(columns)] });
  const [two, one] = [{ amount: 'text', mcc: 'text' }, { amount: 'text' }];
  const gone = (history: DateSummary[], ...summaries: DateSummary[]): number =>
    find('schema_drift', { history, summaries }).failures.length;
  expect(gone([on('2025-09-07', two)], on('2025-09-09', one), on(day, one))).toBe(1);
  expect(gone([on('2025-09-07', two)], on(day, one), on('2025-09-09', one))).toBe(1);
  expect(gone([on('2025-09-09', one), on('2025-09-07', two)], on('2025-09-08', two), on(day, one))).toBe(0);
});

test('drift: of two that are gone, or two that are new, none is said to be the other under a new name', () => {
  const two = drift({ fee: 'text' }, { mcc: 'text', channel: 'text' }, ['fee']);
  expect(two).toContain('no column "mcc" any more, no column "channel" any more');
  expect(drift({ fee: 'text', tip: 'text' }, { mcc: 'text' }, ['fee', 'tip'])).toMatch(/no column "mcc" any more$/);
  // One that the contract has is itself.
  expect(drift({ amount: 'text' }, { mcc: 'text' }, ['amount'])).toMatch(/no column "mcc" any more$/);
});

test('drift: a strange column is told of the file that has it, also of the first of its feed', () => {
  const other = file({}, 'two.csv');
  const findings = [strange('fee', other), { ...strange('x'), kind: 'null_word' as const }];
  expect(tell('schema_drift', of({ files: [file({}), other], findings }))).toBe(
    `${other.key}: new column "fee", ignored (3 times, first line 1)`,
  );
});

test('a finding counts over its places, and its first three are shown', () => {
  const at = (value: string, line: number): DateSummary['findings'][number] => ({
    kind: 'unlisted_currency',
    value,
    count: line,
    file: key,
    line,
  });
  const found = find('unlisted_currencies', of({ findings: [at('AAA', 2), at('BBB', 3), at('AAA', 4), at('CCC', 5)] }));
  expect(found.detail).toBe(
    `2025-09-10: currencies ISO 4217 does not list: "AAA" 6 times, first ${key}:2, "BBB" 3 times, first ${key}:3, ` +
      `"CCC" 5 times, first ${key}:5`,
  );
  expect(found.failures[0]?.examples).toEqual([
    { file: key, line: 2, reason: '"AAA"' },
    { file: key, line: 3, reason: '"BBB"' },
    { file: key, line: 4, reason: '"AAA"' },
  ]);
});

test.each([
  ['unmapped_categories', 'unmapped_category', "words that the feed's declaration does not know"],
  ['minor_units', 'minor_units', 'amounts with more decimals than ISO 4217 gives their currency'],
  ['outer_quotes', 'outer_quotes', 'columns with values that keep quotes around them'],
  ['null_words', 'null_word', 'identifiers that are a word for nothing'],
] as const)('%s says what is strange about the values', (name, kind, meaning) => {
  const findings = [{ kind, value: 'x', count: 1, file: key, line: 2 }];
  expect(tell(name, of({ findings }))).toBe(`2025-09-10: ${meaning}: "x" 1 times, first ${key}:2`);
});

test('a file that came twice is told with the name of the other', () => {
  const findings = [{ kind: 'identical_file' as const, value: 'other.csv', count: 1, file: key, line: 0 }];
  expect(tell('identical_files', of({ findings }))).toBe(`${key} is the same as other.csv`);
  expect(find('identical_files', of({ findings: [{ ...findings[0], kind: 'null_word' } as never] })).ok).toBe(true);
});

test('nothing is told of feeds whose rows all count; of blank records and of rows left out each where there are some', () => {
  const feed = (blank: number, leftOut: Record<string, number>): DateSummary['feeds'][string] => ({
    ...delivered(rows(10), none),
    blank,
    leftOut,
  });
  const feeds = { all: feed(0, {}), blank: feed(1, {}), out: feed(0, { footer: 2 }) };
  expect(find('left_out', of({ feeds }))).toEqual({
    name: 'left_out',
    severity: 'warn',
    ok: true,
    detail: '2025-09-10, feed blank: 1 blank records; 2025-09-10, feed out: 2 rows left out (footer)',
    failures: [],
  });
});

test('conflicting duplicates: the feed that is too much is named with the limit, the money by currency', () => {
  const found = {
    ...conflicts(5),
    rows: 8,
    feeds: { small: 5, big: 3 },
    leaves: { USD: '1.00', KRW: '50.00' },
    comes: { EUR: '7.00' },
  };
  const ranking = { ...evidence().ranking, conflicts: { [day]: found } };
  const feeds = { big: delivered(rows(10_000), none), small: delivered(rows(6), none) };
  const { detail, severity } = find('conflicting_duplicates', { ranking, ...of({ feeds }) });
  expect(severity).toBe('block');
  expect(detail).toBe(
    '2025-09-10: 8 rows are outranked by others of the same id and version that say something else, ' +
      'more than 0.5 % of the rows of 2025-09-10, feed small: 0.00 EUR leaves, 7.00 comes; 50.00 KRW leaves, ' +
      '0.00 comes; 1.00 USD leaves, 0.00 comes; the first ' +
      'transactions/ingest_date=2025-09-09/a.csv:2 10.00 KRW, outranked by ...',
  );
  const few = { ...evidence().ranking, conflicts: { [day]: { ...conflicts(1), examples: [] } } };
  expect(tell('conflicting_duplicates', { ranking: few })).toBe(
    '2025-09-10: 1 rows are outranked by others of the same id and version that say something else, ' +
      'more than 0.5 % of the rows of 2025-09-10: 10.00 KRW leaves, 12.00 comes; the first ',
  );
});

test('conflicting duplicates: what blocks is the rows of one feed, and no limit is told where none is passed', () => {
  const feeds = { big: delivered(rows(10_000), none), small: delivered(rows(6), none) };
  const conflict = (changes: object): JudgedCheck => {
    const found = { ...conflicts(5), ...changes };
    const ranking = { ...evidence().ranking, conflicts: { [day]: found } };
    return find('conflicting_duplicates', { ranking, ...of({ feeds }) });
  };
  expect(conflict({ rows: 8, feeds: { small: 3, big: 5 } }).severity).toBe('warn');
  expect(conflict({ rows: 5, feeds: { big: 5 } })).toMatchObject({
    severity: 'warn',
    detail: expect.stringContaining(
      '5 rows are outranked by others of the same id and version that say something else: ',
    ),
  });
});

test('quarantined rows: the three commonest rules, how many of each', () => {
  const group = (reason: string, count: number, line = 2): SetAsideGroup => ({
    reason,
    file: key,
    rows: count,
    money: {},
    examples: [{ line, raw: reason }],
  });
  const quarantine = [group('a', 1), group('b', 2, 3), group('c', 3, 4), group('d', 4, 5), group('b', 9, 6)];
  const found = find('quarantined_share', of({ rows: rows(100, 19), setAside: { quarantine, held: [] } }));
  expect(found.detail).toBe('2025-09-10: 19 of 100 rows quarantined, 19 %, more than 5 % (b 11, d 4, c 3)');
  expect(found.failures).toMatchObject([{ setAside: 'quarantine', examples: [{ line: 3 }, { line: 5 }, { line: 4 }] }]);
});

test('held rows and quarantined money show rows of their own feed and currency', () => {
  const group = (feed: string, currency: string, line: number): SetAsideGroup => ({
    reason: 'r',
    file: `${feed}/ingest_date=2025-09-10/f.csv`,
    rows: 1,
    money: { [currency]: '1.00' },
    examples: [{ line, raw: 'x' }],
  });
  const groups = [group('big', 'KRW', 2), group('small', 'USD', 3), group('small', 'KRW', 4)];
  const money = { in: { KRW: '10.00' }, quarantined: { KRW: '9.00' }, held: {} };
  const feeds = { big: delivered(rows(1000), none), small: delivered(rows(10, 5, 5), money) };
  const changes = of({ feeds, money, setAside: { quarantine: groups, held: groups } });
  expect(find('quarantined_money', changes).failures).toMatchObject([
    { setAside: 'quarantine', examples: [{ file: expect.stringMatching(/^small/), line: 4 }] },
  ]);
  expect(find('held_rows', changes).failures).toMatchObject([
    {
      setAside: 'held',
      detail: '2025-09-10, feed small: 5 of 10 rows came too late',
      examples: [{ line: 3 }, { line: 4 }],
    },
  ]);
});

test('money that blocks is that of five rows at least', () => {
  const gate = {
    ...transactions.gate,
    quarantined_money: { ...transactions.gate.quarantined_money, severity: 'block' as const },
  };
  const money = { in: { KRW: '10.00' }, quarantined: { KRW: '9.00' }, held: {} };
  const check = (bad: number): JudgedCheck =>
    find('quarantined_money', { contract: { ...transactions, gate }, ...of({ rows: rows(100, bad), money }) });
  expect(check(4).severity).toBe('warn');
  expect(check(5).severity).toBe('block');
});

test('a closed date that changes: of the event dates, as it becomes', () => {
  const [part] = evidence().parts as [Evidence['parts'][number]];
  const parts = [{ ...part, dates: [{ date: '2025-09-01', rows: 7, digest: 'new' }] }];
  expect(find('restatement', { parts }).failures).toEqual([
    {
      column: 'txn_date',
      date: '2025-09-01',
      inputs: 'new',
      detail: 'closed date 2025-09-01 changes (0 rows before, now 7)',
      examples: [],
    },
  ]);
});

test('staged totals: what is too much, what is missing and a key that occurs twice', () => {
  const [part] = evidence().parts as [Evidence['parts'][number]];
  const controlTotals = part.controlTotals.map((total) =>
    total.measure === 'amount' ? { ...total, rows: 94, amount: '890.00' } : total,
  );
  expect(tell('staged_totals', { parts: [{ ...part, controlTotals, distinctKeys: 94 }] })).toBe(
    'part-0000: a key occurs twice; staged 2025-09-10 amount KRW: 94 rows, 890.00; not staged 2025-09-10 amount KRW: 95 rows, 900.00',
  );
});

test('accounting and residual duplicates say how much', () => {
  const { ranking } = evidence();
  expect(find('accounting', { ranking: { ...ranking, verdicts: {} } })).toEqual({
    name: 'accounting',
    severity: 'block',
    ok: false,
    detail: '2025-09-10: no verdicts',
    failures: [],
  });
  expect(tell('residual_duplicates', { ranking: { ...ranking, residualDuplicates: 2 } })).toBe('2 pairs');
});

test('of a long list the first are told, each cut off, and how many more there are', () => {
  const refused = (count: number, reason = 'torn'): Partial<Evidence> =>
    of({ refused: Array.from({ length: count }, (_, at) => ({ key: `file-${at}`, reason, remedy: '' })) });
  expect(tell('file_refused', refused(10)).split('; ')).toHaveLength(10);
  const eleven = tell('file_refused', refused(11)).split('; ');
  expect(eleven).toHaveLength(9);
  expect(eleven.slice(-2)).toEqual(['file-7: torn ()', 'and 3 more']);
  const exact = 1000 - 'file-0:  ()'.length;
  expect(tell('file_refused', refused(1, 'x'.repeat(exact)))).toHaveLength(1000);
  expect(tell('file_refused', refused(1, 'x'.repeat(exact + 1)))).toBe(`file-0: ${'x'.repeat(exact + 1)} (…`);
});

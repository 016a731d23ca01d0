import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../../contracts/contract.ts';
import { iso4217 } from '../../contracts/iso-4217.ts';
import type { DateSummary, FeedSummary, Finding, Money } from '../../run/date-summary.ts';
import { addMoney } from '../../run/money.ts';
import type { PlannedDate } from '../../run/records.ts';
import { findMinorUnits } from './find-minor-units.ts';
import { findOddValues } from './find-odd-values.ts';
import { groupSetAside } from './group-set-aside.ts';
import type { FeedResult } from './read-feed.ts';

/** Counts and adds up what is in `accepted` and `set_aside`. */
export async function summarise(
  connection: DuckDBConnection,
  contract: Contract,
  date: PlannedDate,
  results: readonly FeedResult[],
): Promise<DateSummary> {
  const { money, eventDate } = contract;
  const ask = async (sql: string): Promise<Record<string, unknown>[]> =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson();
  const signed = `case when "${money.negativeWhen}" then -"${money.amount}" else "${money.amount}" end`;
  const rows = `
    select 'accepted' as verdict, "${money.currency}" as currency, ${signed} as signed_amount, "${eventDate}" as event_date, file, lines
    from accepted
    union all
    select case when rules is null then 'held' else 'quarantined' end, currency, signed_amount, event_date, file, lines from set_aside`;
  const counts = await ask(
    `select verdict, count(*) as n, count(*) - count(signed_amount) as unparseable from (${rows}) group by 1`,
  );
  const sums = await ask(`
    select verdict, split_part(file, '/', 1) as feed, currency, cast(sum(signed_amount) as varchar) as amount
    from (${rows}) where signed_amount is not null group by all order by currency, feed, verdict`);
  const perFile = await ask(`select file, count(*) as n from (${rows}) group by 1`);
  const rowsOf = new Map(perFile.map((row) => [row.file, Number(row.n)]));
  const dates = await ask(
    `select cast("${eventDate}" as varchar) as date, count(*) as n from accepted group by 1 order by 1`,
  );
  const rules = await ask(
    'select rule, count(*) as n from (select unnest(rules) as rule from set_aside) group by 1 order by 1',
  );
  const currencies =
    await ask(`select "${money.currency}" as value, count(*) as count, min(file) as file, arg_min(line, (file, line)) as line
    from accepted group by 1 order by 1`);
  const byFeed = await ask(`
    select split_part(file, '/', 1) as feed, count(*) as rows, sum(lines) as lines,
      count(*) filter (where verdict = 'quarantined') as quarantined,
      coalesce(sum(lines) filter (where verdict = 'quarantined'), 0) as "quarantinedLines",
      count(*) filter (where verdict = 'held') as held,
      coalesce(sum(lines) filter (where verdict = 'held'), 0) as "heldLines",
      cast(max(event_date) filter (where verdict = 'accepted') as varchar) as newest
    from (${rows}) group by 1 order by 1`);
  const count = (verdict: string): number => Number(counts.find((row) => row.verdict === verdict)?.n ?? 0);
  const sum = (of: { verdict?: string; feed?: unknown }): Money =>
    addMoney(
      ...sums
        .filter(({ verdict, feed }) => verdict === (of.verdict ?? verdict) && feed === (of.feed ?? feed))
        .map(({ currency, amount }) => ({ [String(currency)]: String(amount) })),
    );
  const refused = results.flatMap((result) => result.refused);
  return {
    dataset: contract.name,
    contractVersion: contract.version,
    ingestDate: date.ingestDate,
    fingerprint: date.fingerprint,
    files: date.files.map(({ key, size }) => ({
      key,
      size,
      rows: rowsOf.get(key) ?? 0,
      columns: Object.assign({}, ...results.map(({ columns }) => columns.get(key))),
    })),
    refused,
    rows: {
      in: count('accepted') + count('quarantined') + count('held'),
      accepted: count('accepted'),
      quarantined: count('quarantined'),
      held: count('held'),
    },
    money: { in: sum({}), quarantined: sum({ verdict: 'quarantined' }), held: sum({ verdict: 'held' }) },
    unparseableAmounts: counts.reduce((total, row) => total + Number(row.unparseable), 0),
    eventDates: Object.fromEntries(dates.map((row) => [row.date, Number(row.n)])),
    distribution: await countValues(connection, contract.gate.distribution.columns),
    rules: Object.fromEntries(rules.map((row) => [row.rule, Number(row.n)])),
    setAside: await groupSetAside(connection),
    feeds: Object.fromEntries(
      results.map(({ feed, leftOut }) => [
        feed,
        toFeedSummary(byFeed.find((row) => row.feed === feed) ?? {}, leftOut, {
          in: sum({ feed }),
          quarantined: sum({ feed, verdict: 'quarantined' }),
        }),
      ]),
    ),
    released: date.released,
    findings: [
      ...results.flatMap((result) => result.findings),
      ...(await findOddValues(connection, contract)),
      ...currencies
        .filter((row) => !iso4217.includes(String(row.value)))
        .map(
          (row): Finding => ({
            kind: 'unlisted_currency',
            value: String(row.value),
            count: Number(row.count),
            file: String(row.file),
            line: Number(row.line),
          }),
        ),
      ...(await findMinorUnits(connection, contract)),
    ],
  };
}

function toFeedSummary(
  counts: Record<string, unknown>,
  { blank = 0, ...leftOut }: FeedResult['leftOut'],
  money: FeedSummary['money'],
): FeedSummary {
  const count = (name: string): number => Number(counts[name] ?? 0);
  return {
    rows: count('rows'),
    lines: count('lines'),
    quarantined: count('quarantined'),
    quarantinedLines: count('quarantinedLines'),
    held: count('held'),
    heldLines: count('heldLines'),
    newest: counts.newest ? String(counts.newest) : null,
    money,
    blank,
    leftOut,
  };
}

/** Accepted rows by value of some columns with few values. */
async function countValues(
  connection: DuckDBConnection,
  columns: readonly string[],
): Promise<DateSummary['distribution']> {
  const distribution: DateSummary['distribution'] = {};
  for (const column of columns) {
    const counted = await connection.runAndReadAll(
      `select "${column}" as value, count(*) as count from accepted group by 1 order by 2 desc, 1 limit 50`,
    );
    distribution[column] = Object.fromEntries(
      counted.getRows().map(([value, count]) => [String(value), Number(count)]),
    );
  }
  return distribution;
}

import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../../contracts/contract.ts';
import { measureColumns, moneyColumns, signedSql, unitSql } from '../../derive/measure-columns.ts';
import type { DateSummary, FeedSummary, Money } from '../../run/date-summary.ts';
import type { PlannedDate } from '../../run/records.ts';
import { findMinorUnits } from './find-minor-units.ts';
import { findOddValues } from './find-odd-values.ts';
import { findUnlistedCurrencies } from './find-unlisted-currencies.ts';
import { groupSetAside } from './group-set-aside.ts';
import type { FeedResult } from './read-feed.ts';
import { type Of, sumMeasures } from './sum-measures.ts';

/** Counts and adds up what is in `accepted` and `set_aside`. */
export async function summarise(
  connection: DuckDBConnection,
  contract: Contract,
  date: PlannedDate,
  results: readonly FeedResult[],
): Promise<DateSummary> {
  const { eventDate } = contract;
  const measures = measureColumns(contract);
  const money = moneyColumns(contract);
  const ask = async (sql: string): Promise<Record<string, unknown>[]> =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson();
  const signed = measures.map(
    ({ measure, unit, value }) => `, ${unitSql(measure)} as "${unit}", ${signedSql(measure)} as "${value}"`,
  );
  const aside = measures.map(({ unit, value }) => `, "${unit}", "${value}"`);
  const rows = `
    select 'accepted' as verdict, "${eventDate}" as event_date, file, lines${signed.join('')} from accepted
    union all
    select case when rules is null then 'held' else 'quarantined' end, event_date, file, lines${aside.join('')} from set_aside`;
  const counts = await ask(
    `select verdict, count(*) as n, ${money ? `count(*) - count("${money.value}")` : '0'} as unparseable from (${rows}) group by 1`,
  );
  const sums = await sumMeasures(connection, measures, rows);
  const perFile = await ask(`select file, count(*) as n from (${rows}) group by 1`);
  const rowsOf = new Map(perFile.map((row) => [row.file, Number(row.n)]));
  const dates = await ask(
    `select cast("${eventDate}" as varchar) as date, count(*) as n from accepted group by 1 order by 1`,
  );
  const rules = await ask(
    'select rule, count(*) as n from (select unnest(rules) as rule from set_aside) group by 1 order by 1',
  );
  const byFeed = await ask(`
    select split_part(file, '/', 1) as feed, count(*) as rows, sum(lines) as lines,
      count(*) filter (where verdict = 'quarantined') as quarantined,
      coalesce(sum(lines) filter (where verdict = 'quarantined'), 0) as "quarantinedLines",
      count(*) filter (where verdict = 'held') as held,
      coalesce(sum(lines) filter (where verdict = 'held'), 0) as "heldLines",
      cast(max(event_date) filter (where verdict = 'accepted') as varchar) as newest
    from (${rows}) group by 1 order by 1`);
  const count = (verdict: string): number => Number(counts.find((row) => row.verdict === verdict)?.n ?? 0);
  const sum = (of: Of): Money => (money ? (sums(of)[money.measure.name] ?? {}) : {});
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
    measures: { in: sums({}), quarantined: sums({ verdict: 'quarantined' }), held: sums({ verdict: 'held' }) },
    unparseableAmounts: counts.reduce((total, row) => total + Number(row.unparseable), 0),
    eventDates: Object.fromEntries(dates.map((row) => [row.date, Number(row.n)])),
    distribution: await countValues(connection, contract.gate.distribution.columns),
    rules: Object.fromEntries(rules.map((row) => [row.rule, Number(row.n)])),
    setAside: await groupSetAside(connection, contract),
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
      ...(await findUnlistedCurrencies(connection, contract)),
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

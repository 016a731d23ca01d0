import type { DuckDBConnection } from '@duckdb/node-api';
import type { MeasureColumns } from '../../derive/measure-columns.ts';
import type { Sums } from '../../run/date-summary.ts';
import { addMoney } from '../../run/money.ts';

/** Of which rows a sum is asked: those of a verdict, of a feed; of all where neither is named. */
export type Of = { verdict?: string; feed?: string };

/** Adds up every measure of the rows (`verdict`, `file`, units and values) by verdict and feed; null values are in no sum. */
export async function sumMeasures(
  connection: DuckDBConnection,
  measures: readonly MeasureColumns[],
  rows: string,
): Promise<(of: Of) => Sums> {
  if (measures.length === 0) return () => ({});
  const selects = measures.map(
    ({ measure, unit, value, sumType }) => `
    select '${measure.name}' as measure, verdict, split_part(file, '/', 1) as feed, "${unit}" as unit,
      cast(cast(sum("${value}") as ${sumType}) as varchar) as amount
    from (${rows}) where "${value}" is not null group by all`,
  );
  const found = await connection.runAndReadAll(`${selects.join(' union all ')} order by measure, unit, feed, verdict`);
  const sums = found.getRowObjectsJson();
  return (of) =>
    Object.fromEntries(
      measures.map(({ measure: { name } }) => {
        const own = sums.filter(
          ({ measure, verdict, feed }) =>
            measure === name && verdict === (of.verdict ?? verdict) && feed === (of.feed ?? feed),
        );
        return [name, addMoney(...own.map(({ unit, amount }) => ({ [String(unit)]: String(amount) })))];
      }),
    );
}

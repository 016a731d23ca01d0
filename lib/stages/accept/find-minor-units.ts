import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../../contracts/contract.ts';
import { iso4217 } from '../../contracts/iso-4217.ts';
import { minorUnits } from '../../contracts/minor-units.ts';
import { moneyOf } from '../../contracts/money-of.ts';
import { unitSql } from '../../derive/measure-columns.ts';
import type { Finding } from '../../run/date-summary.ts';
import { text } from './rows-sql.ts';

/** Accepted amounts with more decimals than ISO 4217 gives their currency, such as 10.50 KRW, by currency. */
export async function findMinorUnits(connection: DuckDBConnection, contract: Contract): Promise<Finding[]> {
  const money = moneyOf(contract);
  if (!money || !contract.gate.minor_units) return [];
  const type = contract.columns.find(({ name }) => name === money.column)?.type;
  const scale = type?.kind === 'decimal' ? type.scale : 0;
  const coarse = Map.groupBy(iso4217, (code) => minorUnits(code) ?? scale);
  const conditions = [...coarse]
    .filter(([decimals]) => decimals < scale)
    .map(
      ([decimals, codes]) =>
        `"${money.column}" % ${(10 ** -decimals).toFixed(decimals)} <> 0
          and list_contains([${codes.map(text).join(', ')}], ${unitSql(money)})`,
    );
  if (conditions.length === 0) return [];
  const found = await connection.runAndReadAll(`
    select ${unitSql(money)} as value, count(*) as count, min(file) as file, arg_min(line, (file, line)) as line
    from accepted where ${conditions.join(' or ')} group by 1 order by 1`);
  return found.getRowObjectsJson().map(({ value, count, file, line }) => ({
    kind: 'minor_units',
    value: String(value),
    count: Number(count),
    file: String(file),
    line: Number(line),
  }));
}

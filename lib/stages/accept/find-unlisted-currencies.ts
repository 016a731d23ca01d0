import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../../contracts/contract.ts';
import { iso4217 } from '../../contracts/iso-4217.ts';
import { moneyOf } from '../../contracts/money-of.ts';
import { unitSql } from '../../derive/measure-columns.ts';
import type { Finding } from '../../run/date-summary.ts';

/** Currencies of accepted rows that ISO 4217 does not list, where the contract asks. */
export async function findUnlistedCurrencies(connection: DuckDBConnection, contract: Contract): Promise<Finding[]> {
  const money = moneyOf(contract);
  if (!money || !contract.gate.unlisted_currencies) return [];
  const found = await connection.runAndReadAll(`
    select ${unitSql(money)} as value, count(*) as count, min(file) as file, arg_min(line, (file, line)) as line
    from accepted group by 1 order by 1`);
  return found
    .getRowObjectsJson()
    .filter(({ value }) => !iso4217.includes(String(value)))
    .map(({ value, count, file, line }) => ({
      kind: 'unlisted_currency',
      value: String(value),
      count: Number(count),
      file: String(file),
      line: Number(line),
    }));
}

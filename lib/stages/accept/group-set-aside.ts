import type { DuckDBConnection } from '@duckdb/node-api';
import { maskCardNumbers } from '../../contracts/card-number.ts';
import type { Contract } from '../../contracts/contract.ts';
import { moneyColumns } from '../../derive/measure-columns.ts';
import type { Money, SetAsideGroup } from '../../run/date-summary.ts';

const exampleCharacters = 300;

/**
 * The rows set aside, grouped as an operator looks at them: quarantined ones by rule and file, held ones by business date and
 * file, each with rows, the money at stake and three examples. A row that broke several rules stands in each.
 */
export async function groupSetAside(
  connection: DuckDBConnection,
  contract: Contract,
): Promise<{ quarantine: SetAsideGroup[]; held: SetAsideGroup[] }> {
  const money = moneyColumns(contract);
  const amounts = money
    ? `"${money.unit}" as currency, "${money.value}" as amount`
    : 'null as currency, null as amount';
  const rows = `file, line, raw, ${amounts} from set_aside where rules is`;
  return {
    quarantine: await group(connection, `select unnest(rules) as reason, ${rows} not null`),
    held: await group(connection, `select cast(event_date as varchar) as reason, ${rows} null`),
  };
}

async function group(connection: DuckDBConnection, rows: string): Promise<SetAsideGroup[]> {
  const groups = await connection.runAndReadAll(`
    select reason, file, count(*) as count,
      arg_min({'line': line, 'raw': left(raw, ${exampleCharacters})}, line, 3) as examples
    from (${rows}) group by reason, file order by reason, file`);
  const sums = await connection.runAndReadAll(`
    select reason, file, currency, cast(sum(amount) as varchar) as amount
    from (${rows}) where amount is not null group by reason, file, currency order by currency`);
  const money = Map.groupBy(sums.getRowObjectsJson(), ({ reason, file }) => `${reason}\n${file}`);
  return groups.getRowObjectsJson().map(({ reason, file, count, examples }) => ({
    reason: String(reason),
    file: String(file),
    rows: Number(count),
    money: Object.fromEntries(
      (money.get(`${reason}\n${file}`) ?? []).map(({ currency, amount }) => [currency, amount]),
    ) as Money,
    examples: (examples as { line: unknown; raw: unknown }[]).map(({ line, raw }) => ({
      line: Number(line),
      // Cutting may leave digits alone that were none's card number before.
      raw: maskCardNumbers(String(raw)),
    })),
  }));
}

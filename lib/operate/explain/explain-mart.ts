import type { Dataset, Mart } from '../../datasets/dataset.ts';
import { datasets } from '../../datasets/index.ts';
import { PaylakeError } from '../../errors.ts';
import { parseDate } from '../../run/calendar.ts';
import type { Restatement } from '../../run/records.ts';
import { queryWarehouse, type Value } from '../query/query-warehouse.ts';
import type { Target } from '../targets/target.ts';

/** A row of a restated date that a run took out or brought: where it stands, and its money, refunds negative. */
export type RestatedRow = {
  change: 'leaves' | 'comes';
  id: string;
  version: number | null;
  amount: string | null;
  unit: string | null;
  ingestDate: string;
  file: string;
  line: number;
};

/** A load that wrote a date of a mart: what it changed if the date was closed before, and because of which rows. */
export type MartLoad = {
  runId: string;
  committedAt: string;
  wasClosed: boolean;
  sums: Restatement[];
  /** The first rows, and how many there are. */
  rows: RestatedRow[];
  rowCount: number;
};

export type MartHistory = {
  schema: 'paylake.explain-mart/1';
  mart: string;
  dataset: string;
  date: string;
  /** What stands now, by measure and unit. */
  now: { measure: string; unit: string; value: string }[];
  /** In the order they were committed. */
  loads: MartLoad[];
};

const shownRows = 20;

/** `explain --mart`: every load that wrote a date of a mart, and for a closed date which sums changed because of which rows. */
export async function explainMart(target: Target, name: string, date: string): Promise<MartHistory> {
  const { dataset, mart } = findDatedMart(name);
  parseDate(date, '--date');
  const ask = async (sql: string): Promise<Value[][]> => (await queryWarehouse(target, sql)).rows;
  const { contract } = dataset;
  const loads = await ask(`select touched.run_id, ledger.committed_at, touched.is_closed
    from ops.touched_dates as touched inner join ops.load_ledger as ledger on touched.run_id = ledger.run_id
    where touched.dataset = '${contract.name}' and touched.event_date = '${date}' order by 2, 1`);
  const sums = await ask(`select run_id, measure, unit, before_value, after_value from ops.restatement
    where mart = '${mart.name}' and event_date = '${date}' order by 2, 3`);
  const counts = await ask(`select run_id, count(*) as n from ops.restated_rows
    where dataset = '${contract.name}' and event_date = '${date}' group by run_id`);
  const rows = await ask(`with numbered as (
      select run_id, change, record_id, version, amount, unit, ingest_date, source_file, source_line,
        row_number() over (partition by run_id order by record_id, change desc, source_file, source_line) as place
      from ops.restated_rows where dataset = '${contract.name}' and event_date = '${date}')
    select run_id, change, record_id, version, amount, unit, ingest_date, source_file, source_line
    from numbered where place <= ${shownRows} order by run_id, place`);
  const of = (found: Value[][], runId: Value): Value[][] =>
    found.filter(([run]) => run === runId).map((row) => row.slice(1));
  return {
    schema: 'paylake.explain-mart/1',
    mart: mart.name,
    dataset: contract.name,
    date,
    now: await standing(ask, mart, contract.eventDate, date),
    loads: loads.map(([runId = null, committedAt, isClosed]) => ({
      runId: String(runId),
      committedAt: String(committedAt),
      wasClosed: isClosed === true,
      sums: of(sums, runId).map(([measure, unit, before, after]) => ({
        date,
        mart: mart.name,
        measure: String(measure),
        unit: String(unit),
        before: String(before),
        after: String(after),
      })),
      rows: of(rows, runId).map(toRow),
      rowCount: Number(of(counts, runId)[0]?.[0] ?? 0),
    })),
  };
}

/** What stands of the date now: each sum by its unit. */
async function standing(
  ask: (sql: string) => Promise<Value[][]>,
  { name, sums = {} }: Mart,
  eventDate: string,
  date: string,
): Promise<MartHistory['now']> {
  const now: MartHistory['now'] = [];
  for (const [column, unit] of Object.entries(sums)) {
    const found = await ask(
      `select ${unit}, sum(${column}) as value from mart.${name} where ${eventDate} = '${date}' group by ${unit} order by ${unit}`,
    );
    now.push(...found.map(([one, value]) => ({ measure: column, unit: String(one), value: String(value) })));
  }
  return now;
}

function toRow([change, id, version, amount, unit, ingestDate, file, line]: Value[]): RestatedRow {
  return {
    change: change === 'comes' ? 'comes' : 'leaves',
    id: String(id),
    version: version == null ? null : Number(version),
    amount: amount == null ? null : String(amount),
    unit: unit == null ? null : String(unit),
    ingestDate: String(ingestDate),
    file: String(file),
    line: Number(line),
  };
}

/** The mart of a name whose rows are of one date each; throws a usage error that names those there are. */
function findDatedMart(name: string): { dataset: Dataset; mart: Mart } {
  const dated = Object.values(datasets).flatMap((dataset) =>
    dataset.marts.filter(({ sums }) => sums).map((mart) => ({ dataset, mart })),
  );
  const found = dated.find(({ mart }) => mart.name === name.replace(/^mart\./, ''));
  if (found) return found;
  const names = dated.map(({ mart }) => mart.name).sort();
  throw new PaylakeError('usage', `no mart "${name}" has rows by date`, `use one of: ${names.join(', ')}`);
}

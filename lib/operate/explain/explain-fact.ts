import type { Contract } from '../../contracts/contract.ts';
import type { Mart } from '../../datasets/dataset.ts';
import { findDataset } from '../../datasets/find-dataset.ts';
import { queryWarehouse } from '../query/query-warehouse.ts';
import type { Target } from '../targets/target.ts';

/** A row that stands: its place in the warehouse and the mart rows it counts in. */
export type FactPlace = {
  txnDate: string;
  /** The fact row's values, null where the warehouse has none. */
  fact: Record<string, string | number | boolean | null> | null;
  marts: { name: string; row: Record<string, string | number | boolean | null> }[];
};

type Row = Record<string, string | null>;

/** Asks the warehouse for the fact row of a standing Silver row and the mart rows that it is part of. */
export async function explainFact(target: Target, dataset: string, row: Row): Promise<FactPlace> {
  const { contract, fact, marts } = findDataset(dataset);
  const ask = async (columns: readonly string[], from: string, key: readonly string[]): Promise<FactPlace['fact']> => {
    const where = key.map((column) => `${column} = '${(row[column] ?? '').replaceAll("'", "''")}'`);
    const sql = `select ${columns.join(', ')} from ${from} where ${where.join(' and ')}`;
    const { columns: found, rows } = await queryWarehouse(target, sql);
    const [first] = rows;
    return first ? Object.fromEntries(found.map(({ name }, at) => [name, first[at] ?? null])) : null;
  };
  const factRow = await ask(tellingColumns(contract), fact, contract.key);
  const martRows: FactPlace['marts'] = [];
  for (const mart of marts.filter((each) => isCounted(each, row))) {
    const found = await ask(Object.keys(mart.columns), `mart.${mart.name}`, mart.key);
    if (found) martRows.push({ name: `mart.${mart.name}`, row: found });
  }
  return { txnDate: row[contract.eventDate] ?? '', fact: factRow, marts: martRows };
}

/** What tells a fact row from another, what it measures, and where it comes from. */
function tellingColumns({ key, versionOrder, measures, gate, columns }: Contract): string[] {
  const signs = measures.map(({ negativeWhen }) => negativeWhen);
  const told = [...key, versionOrder, ...signs, ...gate.conflicting_duplicates.columns, 'source_file', 'source_line'];
  return columns.map(({ name }) => name).filter((name) => told.includes(name));
}

/** Whether the row counts in a mart, which has to have its key. */
function isCounted({ counts = {}, key }: Mart, row: Row): boolean {
  return (
    key.every((column) => column in row) && Object.entries(counts).every(([column, value]) => row[column] === value)
  );
}

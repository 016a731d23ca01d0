import type { Catalog } from '../../../local/redshift-data/sql/catalog.ts';
import { type Contract, warehouseColumns } from '../../contracts/contract.ts';
import { datasets } from '../../datasets/index.ts';
import { martGroups } from '../../datasets/mart-groups.ts';
import { loadFilesOf } from '../../stages/warehouse/load-batch.ts';
import { groupFilesOf } from '../../stages/warehouse/rebuild-groups.ts';
import { mergeSources, type Source, type Traced, type Use } from '../source.ts';
import { definitionFiles } from './read-warehouse.ts';
import { type Copied, type TracedFile, traceFiles } from './trace-files.ts';

/** Every SQL file that builds something: `made` by migrations and as views, `kept` up by loads. */
export function traceWarehouse(catalog: Catalog): { made: TracedFile[]; kept: TracedFile[] } {
  const nothing = { rows: { columns: [], rows: [] }, controlTotals: { columns: [], rows: [] } };
  const loads = Object.values(datasets).flatMap(({ contract }) =>
    traceFiles(loadFilesOf(contract.name), catalog, copiedOf(contract)),
  );
  const groups = Object.values(martGroups).flatMap((group) => traceFiles(groupFilesOf(group), catalog, nothing));
  return { made: traceFiles(definitionFiles(), catalog, nothing), kept: [...loads, ...groups] };
}

/** What a load copies is Silver: the rows, and their sums by measure. */
function copiedOf(contract: Contract): Copied {
  const of = (use: Use, ...columns: string[]): Source[] =>
    columns.map((column) => ({ table: `silver.${contract.name}`, column, use }));
  const rows = warehouseColumns(contract).map(({ name }) => ({ name, sources: of('identity', name) }));
  const units = contract.measures.flatMap(({ unit }) => ('column' in unit ? [unit.column] : []));
  const signs = contract.measures.flatMap(({ negativeWhen }) => negativeWhen ?? []);
  const controlTotals: Traced = {
    columns: [
      { name: 'event_date', sources: of('identity', contract.eventDate) },
      { name: 'measure', sources: [] },
      { name: 'unit', sources: mergeSources(of('identity', ...units)) },
      { name: 'row_count', sources: [] },
      {
        name: 'amount',
        sources: mergeSources(
          of('aggregation', ...contract.measures.map(({ column }) => column)),
          of('conditional', ...signs),
        ),
      },
    ],
    rows: of('group_by', contract.eventDate),
  };
  return { rows: { columns: rows, rows: [] }, controlTotals };
}

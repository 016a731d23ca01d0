import { type Catalog, formatTable } from '../../../local/redshift-data/sql/catalog.ts';
import { fileColumns } from '../../contracts/contract.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import { datasets } from '../../datasets/index.ts';
import type { Feed } from '../../feeds/feed.ts';
import { findNearest } from '../find-nearest.ts';
import type { Lineage, LineageTable } from '../lineage.ts';
import { isDirect, type Source, type Traced } from '../source.ts';
import { traceSilver } from '../trace-silver.ts';
import type { TracedFile } from './trace-files.ts';
import { joinTraced } from './trace-statement.ts';
import { traceWarehouse } from './trace-warehouse.ts';

const nothing: Traced = { columns: [], rows: [] };

/** The lineage of every table, from feeds, contracts and SQL. `catalog` is the warehouse that sql/ defines. */
export function buildLineage(catalog: Catalog): Lineage {
  const all = Object.values(datasets);
  const lake = all.flatMap((dataset) => {
    const silver = { name: `silver.${dataset.contract.name}`, ...traceSilver(dataset) };
    return [...dataset.feeds.map((feed) => bronzeOf(feed, dataset, silver)), silver];
  });
  const { made, kept } = traceWarehouse(catalog);
  const warehouse = catalog.list().map((relation): LineageTable => {
    const name = formatTable(relation);
    const loaded = writingOf(name, kept);
    const first = writingOf(name, made);
    const { file, traced } = loaded.file ? loaded : first;
    const columns = relation.columns.map((column) => {
      const { sources = [], formula } = traced.columns.find((each) => each.name === column.name) ?? {};
      return {
        name: column.name,
        sources,
        formula: isOwn(sources, name) ? formulaIn(first.traced, column.name) : formula,
      };
    });
    return { name, columns, rows: traced.rows, file };
  });
  const tables = new Map([...lake, ...warehouse].map((table) => [table.name, table]));
  return new Map([...tables.values()].map((table) => [table.name, findNearest(table, tables)]));
}

/** A feed has the columns that somebody reads, and those it declares. */
function bronzeOf({ name, shape }: Feed, { contract }: Dataset, silver: Traced): LineageTable {
  const table = `bronze.${name}`;
  const declared =
    shape.form === 'native'
      ? fileColumns(contract).map((column) => column.name)
      : shape.header.map((column) => (typeof column === 'string' ? column : column.name));
  const read = silver.columns.flatMap(({ sources }) => sources.filter((source) => source.table === table));
  const columns = [...new Set([...declared, ...read.map(({ column }) => column)])];
  return { name: table, columns: columns.map((column) => ({ name: column, sources: [] })), rows: [] };
}

/** What files put into a table, and the last of them. */
function writingOf(name: string, files: readonly TracedFile[]): { file?: string; traced: Traced } {
  const writing = files.filter(({ writes }) => writes.has(name));
  const traced = writing.reduceRight((sum, { writes }) => joinTraced(sum, writes.get(name) ?? nothing), nothing);
  return { file: writing.at(-1)?.path, traced };
}

/** Of a column that loads add to, the formula of its first filling says what it is. */
function isOwn(sources: readonly Source[], name: string): boolean {
  return sources.some(({ table, use }) => table === name && isDirect(use));
}

function formulaIn({ columns }: Traced, name: string): string | undefined {
  return columns.find((column) => column.name === name)?.formula;
}

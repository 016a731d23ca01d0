import { wrapText } from '../dictionary/wrap-text.ts';
import { drawGraph } from './draw-graph.ts';
import { gaps } from './gaps.ts';
import type { Lineage, LineageTable } from './lineage.ts';
import { isDirect, type Source, type TracedColumn, type Use } from './source.ts';
import { traceBack } from './trace-back.ts';

const words: Readonly<Record<Use, string>> = {
  identity: 'copy of',
  transformation: 'computed from',
  aggregation: 'gathered from',
  conditional: 'depends on',
  window: 'ordered or parted by',
  filter: 'filtered by',
  join: 'joined by',
  group_by: 'grouped by',
  sort: 'cut by order of',
};

const intro = [
  'Where every table and column comes from. Written by `npm run dictionary`: from the feeds (field of a file to contract), the ' +
    'contracts (within a row of Silver) and the SQL, which the parser of the local Redshift endpoint reads; a test holds it ' +
    'equal. What columns mean: [dictionary](dictionary.md). Runs tell the same as [OpenLineage events](#openlineage-events).',
  '`bronze.<feed>` are the files of a feed, `silver.<dataset>` the Parquet files of a dataset, `run` is what a load is told ' +
    '(`:to_date`). Temporary tables are resolved: what stands here is stored. Of several ways the nearest counts: a total ' +
    'comes from the fact, also where the SQL reads what has just been copied from Silver into it.',
];
const events = [
  'Each run writes START, then COMPLETE or FAIL, as lines of JSON to `_runs/<run>/openlineage.ndjson` of the Silver bucket ' +
    '(spec 2-0-2, columnLineage facet 1-2-0); one that was locked out writes none. A COMPLETE has the columns of every table ' +
    'that the dataset feeds and is about 120 KB. A run that failed after its audit and was finished later has both ends.',
  'They are posted where an environment has an `openLineageUrl` ([config](../lib/config.ts)): HTTPS, five seconds an event, ' +
    'without credentials, so the receiver has to know the functions otherwise. One that cannot be reached is logged and fails ' +
    'no run. No event quotes a row: a FAIL names the checks or the step, and where the report stands.',
  'A run is called by a UUID that is made of its id (version 5, the same each time); datasets as OpenLineage names those of S3 ' +
    '(bucket, then feed or dataset) and Redshift (workgroup and region, then database, schema and table).',
];

/** The lineage as Markdown: the graph of tables, then of each table what its rows and columns come from, then what is not seen. */
export function renderLineage(lineage: Lineage): string {
  const tables = [...lineage.values()].filter(
    ({ columns, rows }) => [...columns.flatMap(({ sources }) => sources), ...rows][0],
  );
  return `# Lineage

${intro.map((paragraph) => wrapText(paragraph)).join('\n\n')}

## Tables

A dotted arrow carries no values: the table only decides which rows there are, or between values.

${drawGraph(lineage)}

## Columns

**In the end** are the fields of files and what the load is told whose values go into the column, by whatever way.

${tables.map((table) => renderTable(table, lineage)).join('\n')}
## OpenLineage events

${events.map((paragraph) => wrapText(paragraph)).join('\n\n')}

## What is not seen

${gaps.map((gap) => `- ${wrapText(gap, '  ')}`).join('\n')}
`;
}

function renderTable({ name, file, columns, rows }: LineageTable, lineage: Lineage): string {
  const built = file ? `Built by [sql/${file}](../sql/${file}). ` : '';
  const lines = columns.map((column) => renderColumn(name, column, lineage));
  return `### ${name}

${wrapText(`${built}Rows: ${rows.length > 0 ? say(rows) : 'all of them'}.`)}

| column | values | conditions | in the end |
|---|---|---|---|
${lines.join('\n')}
`;
}

function renderColumn(table: string, { name, sources }: TracedColumn, lineage: Lineage): string {
  const ends = traceBack(lineage, table, name).filter(({ use }) => isDirect(use));
  const direct = sources.filter(({ use }) => isDirect(use));
  const cells = [name, say(direct), say(sources.filter((source) => !direct.includes(source))), sayColumns(ends)];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** Sources by use and table: `gathered from core.customer_total (order_amount, refund_amount)`. */
function say(sources: readonly Source[]): string {
  const uses = [...new Set(sources.map(({ use }) => use))];
  return uses.map((use) => `${words[use]} ${sayColumns(sources.filter((source) => source.use === use))}`).join('; ');
}

function sayColumns(sources: readonly Source[]): string {
  const tables = [...new Set(sources.map(({ table }) => table))];
  const columnsOf = (table: string): string[] => [
    ...new Set(sources.filter((source) => source.table === table).map(({ column }) => column)),
  ];
  return tables.map((table) => `${table} (${columnsOf(table).join(', ')})`).join(', ');
}

import { datasetFacets } from './dataset-facets.ts';
import { type KnownTable, knownTables } from './known-tables.ts';
import { type DatasetName, type EventDataset, producer, type RunEvent, schemaUrl, toFacet } from './openlineage.ts';
import { toUuid } from './to-uuid.ts';

/** How datasets of an environment are named in events. */
export type LineageNames = {
  jobNamespace: string;
  bronzeBucket: string;
  silverBucket: string;
  warehouse: { namespace: string; database: string };
};

/** A run that has ended. `feeds` are those whose files it read; `failure` is why it loaded nothing. */
export type EndedRun = {
  runId: string;
  dataset: string;
  feeds: readonly string[];
  startedAt: string;
  endedAt: string;
  failure?: string;
};

/**
 * What a run says in OpenLineage: it started, and it is complete or has failed. From the files of its feeds to Silver, and on to every
 * table that is kept up from there; the end of a complete one has their columns and where these come from.
 */
export function runEvents(run: EndedRun, names: LineageNames, tables = knownTables): [start: RunEvent, end: RunEvent] {
  const written = downstreamOf(`silver.${run.dataset}`, tables);
  const feeds = run.feeds.map((feed) => `bronze.${feed}`);
  const read = [...feeds, ...beside(written, tables)];
  const nameOf = (table: string): DatasetName | undefined =>
    [...read, ...written].includes(table) ? datasetName(table, names) : undefined;
  const known = (all: readonly string[]): KnownTable[] => tables.filter(({ name }) => all.includes(name));
  const named = (all: readonly string[]): EventDataset[] => known(all).map(({ name }) => datasetName(name, names));
  const start: RunEvent = {
    eventType: 'START',
    eventTime: run.startedAt,
    run: { runId: toUuid(run.runId) },
    job: { namespace: names.jobNamespace, name: run.dataset },
    inputs: named(read),
    outputs: named(written),
    producer,
    schemaURL: schemaUrl,
  };
  if (run.failure !== undefined) return [start, failed(start, run.endedAt, run.failure)];
  const outputs = known(written).map((table) => ({
    ...datasetName(table.name, names),
    facets: datasetFacets(table, nameOf),
  }));
  return [start, { ...start, eventType: 'COMPLETE', eventTime: run.endedAt, outputs }];
}

function failed(start: RunEvent, eventTime: string, message: string): RunEvent {
  const errorMessage = toFacet('ErrorMessageRunFacet', { message, programmingLanguage: 'TypeScript' });
  return { ...start, eventType: 'FAIL', eventTime, run: { ...start.run, facets: { errorMessage } }, outputs: [] };
}

/** A table and all that are made from it. Every load writes to those of `ops`: they lead to no other dataset's tables. */
function downstreamOf(table: string, tables: readonly KnownTable[]): string[] {
  const found = new Set([table]);
  const leads = (source: string): boolean => found.has(source) && !isShared(source);
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const each of tables) if (sourceTables(each).some(leads)) found.add(each.name);
  }
  return [...found];
}

function isShared(table: string): boolean {
  return table.startsWith('ops.');
}

/** What is read beside a run's own: calendars, references, what other datasets have loaded. */
function beside(written: readonly string[], tables: readonly KnownTable[]): string[] {
  const own = written.filter((name) => !isShared(name));
  const read = tables.filter(({ name }) => own.includes(name)).flatMap(sourceTables);
  return [...new Set(read)].filter((name) => !written.includes(name) && !/^(bronze\.|run$)/.test(name));
}

function sourceTables({ columns, rows }: KnownTable): string[] {
  return [...columns.flatMap(({ sources }) => sources), ...rows].map(({ table }) => table);
}

/** By the naming rules of OpenLineage for S3 and Redshift. */
function datasetName(table: string, { bronzeBucket, silverBucket, warehouse }: LineageNames): DatasetName {
  const [layer = '', ...name] = table.split('.');
  if (layer === 'bronze') return { namespace: `s3://${bronzeBucket}`, name: name.join('.') };
  if (layer === 'silver') return { namespace: `s3://${silverBucket}`, name: name.join('.') };
  return { namespace: warehouse.namespace, name: `${warehouse.database}.${table}` };
}

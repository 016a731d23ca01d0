import type { Column, Contract } from '../contracts/contract.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { mergeSources, type Source, type Traced, type TracedColumn, useAs } from './source.ts';
import { traceFeed } from './trace-feed.ts';

/**
 * Where Silver comes from: every feed of the dataset, and within a row the columns that others are derived from. Which rows there
 * are is decided by what outranks: id, version, event date and ingest date.
 */
export function traceSilver({ contract, feeds }: Dataset): Traced {
  const read = feeds.map((feed) => traceFeed(feed, contract));
  const found = (name: string): Source[] =>
    mergeSources(
      ...read.flatMap(({ columns }) => columns.filter((column) => column.name === name)).map(({ sources }) => sources),
    );
  const sourcesOf = (name: string): Source[] => {
    const column = contract.columns.find((each) => each.name === name);
    return column
      ? mergeSources(
          found(name),
          ...derivedFrom(column, contract).map((from) => useAs('transformation', sourcesOf(from))),
        )
      : [];
  };
  const columns = contract.columns.map(({ name, product }): TracedColumn => {
    const formula = product ? `round(${product.join(' * ')}, ${scaleOf(name, contract)})` : undefined;
    return { name, sources: sourcesOf(name), formula };
  });
  const { id, versionOrder, eventDate } = contract;
  const ranking = [id, ...(versionOrder ? [versionOrder] : []), eventDate, 'ingest_date'];
  const left = read.flatMap(({ rows }) => rows);
  return { columns, rows: mergeSources(left, useAs('filter', ranking.flatMap(sourcesOf))) };
}

/** Columns of the row that a column is computed from. */
function derivedFrom({ name, product }: Column, { eventDate, eventTime }: Contract): readonly string[] {
  return product ?? (name === eventDate ? [eventTime] : []);
}

function scaleOf(name: string, { columns }: Contract): number {
  const type = columns.find((column) => column.name === name)?.type;
  return type?.kind === 'decimal' ? type.scale : 0;
}

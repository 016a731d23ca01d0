/**
 * How a column counts: its value goes in (as it is, changed, or added up with those of other rows), or it decides. What decides
 * about one column is `conditional` or `window`, about which rows there are the rest. The words are OpenLineage's.
 */
export type Use = DirectUse | IndirectUse;
export type DirectUse = 'identity' | 'transformation' | 'aggregation';
export type IndirectUse = 'conditional' | 'window' | 'filter' | 'join' | 'group_by' | 'sort';

const directUses: readonly Use[] = ['identity', 'transformation', 'aggregation'];

/** A column that something comes from, such as `amount` of `core.fact_transactions`; `masked` where its values cannot be seen in it. */
export type Source = { table: string; column: string; use: Use; masked?: true };

/** A column, what it comes from, and how it is computed where it is no copy. */
export type TracedColumn = { name: string; sources: Source[]; formula?: string };

/** What columns come from, and what decides which rows there are. */
export type Traced = { columns: TracedColumn[]; rows: Source[] };

/** Whether the value itself goes in. */
export function isDirect(use: Use): use is DirectUse {
  return directUses.includes(use);
}

/** The sources as they count once what they make is used so: deciding stays deciding, and a sum stays one. */
export function useAs(use: Use, sources: readonly Source[]): Source[] {
  return mergeSources(sources.map((source) => ({ ...source, use: composeUses(source.use, use) })));
}

/** Each source once, in the order in which they come first. */
export function mergeSources(...lists: readonly (readonly Source[])[]): Source[] {
  const all = lists.flat();
  return [
    ...new Map(all.map((source) => [JSON.stringify([source.table, source.column, source.use]), source])).values(),
  ];
}

function composeUses(inner: Use, outer: Use): Use {
  if (!isDirect(outer)) return outer;
  if (!isDirect(inner)) return inner;
  return directUses.indexOf(inner) > directUses.indexOf(outer) ? inner : outer;
}

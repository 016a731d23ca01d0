import type { Traced } from './source.ts';

/**
 * A table or view of the lake: `bronze.<feed>`, `silver.<dataset>`, or one of the warehouse under its own name. Of its columns the
 * nearest sources stand here; `file` is the SQL that builds it.
 */
export type LineageTable = Traced & { name: string; file?: string };

/** Every table in the order of the flow, by name. What a load is told (`:run_id`) counts as a column of `run`. */
export type Lineage = ReadonlyMap<string, LineageTable>;

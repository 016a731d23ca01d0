import type { Traced } from '../source.ts';
import tables from './known-tables.json' with { type: 'json' };

/** A table as a run knows it, without a parser: its columns with types, where they are typed, and their sources. */
export type KnownTable = Omit<Traced, 'columns'> & {
  name: string;
  columns: (Traced['columns'][number] & { type?: string })[];
};

/** Every table of the lake, as `npm run dictionary` has written them down; a test holds the list equal. */
export const knownTables = tables as readonly KnownTable[];

import { trimField } from '../contracts/trim.ts';
import type { HeaderColumn, MappedShape } from './feed.ts';
import { toKey } from './to-key.ts';

/** What a file's header turned out to be, against the feed's declaration. */
export type Header = {
  index: ReadonlyMap<string, number>;
  /** As the file spells them, trimmed. */
  names: string[];
  width: number;
  missing: string[];
  unknown: string[];
};

/**
 * Matches a header row to the declared columns. Names are trimmed and compared in any case; of a repeated name the first
 * counts.
 */
export function readHeader(shape: MappedShape, cells: readonly string[]): Header {
  const names = cells.map(trimField);
  const keys = names.map(toKey);
  const declared = shape.header.map(toColumn);
  const index = new Map<string, number>();
  for (const { name, spellings } of declared) {
    const at = keys.findIndex((key) => spellings.includes(key));
    if (at >= 0) index.set(name, at);
  }
  const known = new Set(declared.flatMap(({ spellings }) => spellings));
  const repeated = names
    .filter((name, at) => name !== '' && keys.indexOf(toKey(name)) < at)
    .map((name) => `${name} (again: the first counts)`);
  return {
    index,
    names,
    width: cells.length,
    missing: declared.filter(({ name, required }) => required && !index.has(name)).map(({ name }) => name),
    unknown: [...new Set(names.filter((name) => !known.has(toKey(name)))), ...repeated],
  };
}

/** A declared column; `spellings` are the names it goes by, as they are compared. */
export function toColumn(column: HeaderColumn): { name: string; required: boolean; spellings: string[] } {
  const { name, required, aliases = [] } = typeof column === 'string' ? { name: column, required: true } : column;
  return { name, required, spellings: [name, ...aliases].map(toKey) };
}

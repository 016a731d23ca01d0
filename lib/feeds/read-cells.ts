import { trimField } from '../contracts/trim.ts';
import type { MappedShape } from './feed.ts';
import type { Header } from './read-header.ts';
import type { SourceRow } from './source-row.ts';
import { toKey } from './to-key.ts';

/** A reader of a delimited file's records by the names its header gives them. */
export function readCells(shape: MappedShape, header: Header): (cells: readonly string[]) => SourceRow {
  const nullWords = new Set(shape.nullWords?.map(toKey));
  const has = (name: string): boolean => header.index.has(name);
  return (cells) => ({
    has,
    read: (name) => {
      const text = trimField(cells[header.index.get(name) ?? -1] ?? '');
      return nullWords.size > 0 && nullWords.has(toKey(text)) ? '' : text;
    },
    isStructure: () => false,
  });
}

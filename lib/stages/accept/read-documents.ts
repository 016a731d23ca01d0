import { flattenDocuments } from './flatten-documents.ts';
import type { JsonForm } from './json-form.ts';
import { separateDocuments } from './separate-documents.ts';
import { splitArray } from './split-array.ts';
import { type LineChunk, splitLines } from './split-lines.ts';

/** A file of JSON as chunks of lines with one document each; of an array `startLine` counts elements. */
export function readDocuments(
  source: AsyncIterable<Buffer>,
  form: JsonForm,
  chunkBytes: number,
): AsyncIterable<LineChunk> {
  switch (form) {
    case 'array':
      return splitArray(source, chunkBytes);
    case 'spread':
      return splitLines(flattenDocuments(source, chunkBytes), chunkBytes);
    case 'lines':
      return splitLines(separateDocuments(source, chunkBytes), chunkBytes);
  }
}

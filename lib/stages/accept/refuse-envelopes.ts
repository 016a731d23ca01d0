import { type Contract, fileColumns } from '../../contracts/contract.ts';
import { FileRefused } from './file-refused.ts';
import { findRows, type RowNames } from './find-rows.ts';

const newline = 0x0a;

/**
 * Refuses a file that has a document which is no row but holds rows, such as one page of an API: as a row it would count as one,
 * whatever it holds.
 *
 * @param piece whole lines, one document each, and which of them need a close look (1-based): an envelope has brackets within.
 * @param unit what `startLine` counts.
 */
export function refuseEnvelopes(
  contract: Contract,
  piece: { startLine: number; bytes: Buffer; suspects: readonly number[] },
  unit: 'line' | 'element',
): void {
  const { bytes, suspects, startLine } = piece;
  const beginsWithId = new RegExp(`^\\s*\\{\\s*"${contract.id}"`);
  const names = rowNames(contract);
  let line = 1;
  let start = 0;
  for (const suspect of suspects) {
    for (; line < suspect; line++) start = bytes.indexOf(newline, start) + 1;
    if (beginsWithId.test(bytes.toString('latin1', start, start + 200))) continue;
    const next = bytes.indexOf(newline, start);
    const document = bytes.toString('utf8', start, next < 0 ? bytes.length : next);
    refuseEnvelope(names, document, `${unit} ${startLine + line - 1}`);
  }
}

/** Refuses by a document or its first part; `place` says where it stands. */
export function refuseEnvelope(names: RowNames, document: string, place: string): void {
  const found = findRows(names, document);
  if (!found) return;
  const { path, isArray } = found;
  if (path === '')
    throw new FileRefused(
      `${place} is an array of rows, not a row`,
      'have the sender write one row a line, or one array a file',
    );
  throw new FileRefused(
    isArray ? `${place} is no row: its rows stand under "${path}"` : `${place} is no row: it holds one under "${path}"`,
    isArray
      ? `declare a feed of form json with rows: '${path}' (docs/feeds.md), or have the sender write one row a line`
      : `declare a feed of form json that reads "${path}.${names.id ?? '...'}" and so on (docs/feeds.md)`,
  );
}

/** What tells a native row. */
export function rowNames(contract: Contract): RowNames {
  return { id: contract.id, columns: new Set(fileColumns(contract).map(({ name }) => name)) };
}

import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { OpenAnswer, Value } from '../operate/query/query-warehouse.ts';
import { isErrorCoded } from '../runtime/is-error-coded.ts';

export type AnswerForm = 'json' | 'csv';

/**
 * Writes an answer to stdout, of any size in little memory. It goes through a file, so that stdout gets all of it or nothing: half a
 * JSON document is none, and half a CSV file looks like a whole one. CSV is that of RFC 4180, null an empty cell, an empty text "".
 */
export async function writeAnswer(answer: OpenAnswer, form: AnswerForm, out: NodeJS.WritableStream): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'paylake-query-'));
  try {
    const path = join(scratch, 'answer');
    const pieces = form === 'json' ? toJson(answer) : toCsv(answer);
    await pipeline(Readable.from(pieces, { objectMode: false }), createWriteStream(path, { mode: 0o600 }));
    await pipeline(createReadStream(path), out, { end: false }).catch((error) => {
      // Whoever reads has seen enough.
      if (!isErrorCoded(error, 'EPIPE')) throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function* toJson({ columns, pages }: OpenAnswer): AsyncGenerator<string> {
  yield `{\n  "columns": ${JSON.stringify(columns)},\n  "rows": [`;
  let separator = '';
  for await (const page of pages) {
    let piece = '';
    for (const row of page) {
      piece += `${separator}\n    ${JSON.stringify(row)}`;
      separator = ',';
    }
    if (piece !== '') yield piece;
  }
  yield '\n  ]\n}\n';
}

async function* toCsv({ columns, pages }: OpenAnswer): AsyncGenerator<string> {
  yield toLine(columns.map(({ name }) => name));
  for await (const page of pages) if (page.length > 0) yield page.map(toLine).join('');
}

function toLine(row: readonly Value[]): string {
  return `${row.map(toCell).join(',')}\r\n`;
}

function toCell(value: Value): string {
  if (value === null) return '';
  const text = String(value);
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

import { gunzipSync } from 'node:zlib';
import { readPurchaseCards } from './judge-csv.ts';
import { readNativeCsv } from './judge-native-csv.ts';
import { readNative } from './judge-ndjson.ts';
import { type JudgedRow, judgeRow, partsOfKey } from './judged-row.ts';

/** Judges every row of a Bronze file. The file must be readable in its form. `released`: the ingest date's late rows are accepted. */
export function judgeFile(key: string, bytes: Buffer, released = false): JudgedRow[] {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  const text = new TextDecoder('utf-8', { fatal: true }).decode(plain);
  const isNative = partsOfKey(key).feed === 'transactions';
  const rows = !isNative ? readPurchaseCards(text) : key.endsWith('.csv') ? readNativeCsv(text) : readNative(text);
  return rows.map((row) => judgeRow(key, row, released));
}

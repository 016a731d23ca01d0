import { gunzipSync } from 'node:zlib';
import { partsOfKey, rulesOf } from './feeds.ts';
import { readPurchaseCards } from './judge-csv.ts';
import { readNativeCsv } from './judge-native-csv.ts';
import { readNative } from './judge-ndjson.ts';
import { type JudgedRow, judgeRow } from './judged-row.ts';

/** Judges every row of a Bronze file. The file must be readable in its form. `released`: the ingest date's late rows are accepted. */
export function judgeFile(key: string, bytes: Buffer, released = false): JudgedRow[] {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  const text = new TextDecoder('utf-8', { fatal: true }).decode(plain);
  const { contract } = rulesOf(key);
  const isNative = partsOfKey(key).feed !== 'purchase-cards';
  const rows = !isNative
    ? readPurchaseCards(text)
    : key.endsWith('.csv')
      ? readNativeCsv(text, contract)
      : readNative(text);
  return rows.map((row) => judgeRow(key, row, released));
}

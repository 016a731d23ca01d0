import { createReadStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import parquet from 'parquetjs-lite';

/*
 * `parquetjs-lite.js INPUT OUT`: the bare work in JavaScript. No DECIMAL there (amounts are cents in INT64) and no ZSTD (Snappy).
 */
const [input = '', out = ''] = process.argv.slice(2);
const id = /^[A-Za-z0-9_-]{8,64}$/;
const reference = /^[A-Za-z0-9_-]{1,64}$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
const utf8 = { type: 'UTF8', compression: 'SNAPPY' };
const schema = new parquet.ParquetSchema({
  transaction_id: utf8,
  version: { type: 'INT64' },
  customer_id: utf8,
  card_id: utf8,
  merchant_id: utf8,
  merchant_name: { ...utf8, optional: true },
  txn_ts: { type: 'TIMESTAMP_MICROS' },
  amount: { type: 'INT64' },
  currency: utf8,
  mcc: utf8,
  status: utf8,
  is_refund: { type: 'BOOLEAN' },
  channel: utf8,
  original_transaction_id: { ...utf8, optional: true },
  txn_date: utf8,
  ingest_date: utf8,
  source_file: utf8,
  source_line: { type: 'INT64' },
});

function reasonOf(row) {
  if (!id.test(row.transaction_id)) return 'transaction_id';
  for (const name of ['customer_id', 'card_id', 'merchant_id']) if (!reference.test(row[name])) return name;
  if (!instant.test(row.txn_ts) || Number.isNaN(Date.parse(row.txn_ts))) return 'txn_ts';
  if (!/^\d{1,16}(\.\d{1,2})?$/.test(row.amount)) return 'amount';
  if (!/^[A-Z]{3}$/.test(row.currency)) return 'currency';
  if (!/^\d{4}$/.test(row.mcc)) return 'mcc';
  if (row.status !== 'approved' && row.status !== 'declined') return 'status';
  if (typeof row.is_refund !== 'boolean') return 'is_refund';
  if (!['online', 'pos', 'mobile', 'unknown'].includes(row.channel)) return 'channel';
  return undefined;
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const rows = new Map();
const quarantine = [];
let number = 0;
for await (const line of createInterface({ input: createReadStream(input) })) {
  number++;
  const row = parse(line);
  const reason = row ? reasonOf(row) : 'malformed';
  if (reason) {
    quarantine.push(JSON.stringify({ raw: line, reason, line: number }));
    continue;
  }
  const known = rows.get(row.transaction_id);
  if (known && known.version > row.version) continue;
  const moment = Date.parse(row.txn_ts);
  const [whole, fraction = ''] = row.amount.split('.');
  rows.set(row.transaction_id, {
    ...row,
    amount: Number(whole) * 100 + Number(fraction.padEnd(2, '0')),
    txn_ts: moment * 1000,
    txn_date: new Date(moment + 9 * 3_600_000).toISOString().slice(0, 10),
    ingest_date: '2025-09-03',
    source_file: 'delivery',
    source_line: number,
  });
}
const partitions = Map.groupBy(rows.values(), ({ txn_date, mcc }) => `txn_date=${txn_date}/mcc=${mcc}`);
for (const [name, partition] of partitions) {
  partition.sort((a, b) => (a.transaction_id < b.transaction_id ? -1 : 1));
  await mkdir(`${out}/${name}`, { recursive: true });
  const writer = await parquet.ParquetWriter.openFile(schema, `${out}/${name}/part-0000.parquet`);
  for (const row of partition) await writer.appendRow(row);
  await writer.close();
}
await writeFile(`${out}/quarantine.ndjson`, quarantine.join('\n'));

import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { DuckDBInstance } from '@duckdb/node-api';

/*
 * `bare.ts INPUT OUT MEMORY_MIB`: the same work in one pass by DuckDB alone, without anything the product exists for (no index, no
 * accounting, no look-back over other days, no audit, no object store): read, validate, quarantine, dedupe, write 120 partitions, or
 * where they would be small one a date, as the product does.
 */
const [input = '', out = '', memory = ''] = process.argv.slice(2);
const workers = availableParallelism();

const instance = await DuckDBInstance.create(':memory:', {
  memory_limit: `${memory}MiB`,
  temp_directory: `${out}/spill`,
  threads: String(workers),
});
const connection = await instance.connect();
await connection.run("set TimeZone = 'Asia/Seoul'");

const text = (name: string, pattern: string): string =>
  `case when regexp_full_match(f.${name}, '${pattern}') then f.${name} end as ${name}`;
const instant = '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})?';
// Rows keep their order: rowid + 1 is the line.
await connection.run(`
create table typed as
with fields as (
  select line, case when json_valid(line) then json_transform(line, '{"transaction_id": "VARCHAR", "version": "VARCHAR", "customer_id": "VARCHAR", "card_id": "VARCHAR",
    "merchant_id": "VARCHAR", "merchant_name": "VARCHAR", "txn_ts": "VARCHAR", "amount": "VARCHAR", "currency": "VARCHAR", "mcc": "VARCHAR",
    "status": "VARCHAR", "is_refund": "VARCHAR", "channel": "VARCHAR", "original_transaction_id": "VARCHAR"}') end as f
  from read_csv('${input}', columns = {'line': 'VARCHAR'}, header = false, delim = '\x01', quote = '', escape = '', auto_detect = false)
),
values_ as (
  select line,
    ${text('transaction_id', '[A-Za-z0-9_-]{8,64}')},
    try_cast(f.version as bigint) as version,
    ${text('customer_id', '[A-Za-z0-9_-]{1,64}')},
    ${text('card_id', '[A-Za-z0-9_-]{1,64}')},
    ${text('merchant_id', '[A-Za-z0-9_-]{1,64}')},
    f.merchant_name as merchant_name,
    case when regexp_full_match(f.txn_ts, '${instant}') then try_cast(f.txn_ts as timestamptz) end as txn_ts,
    case when regexp_full_match(f.amount, '[0-9]{1,16}(\\.[0-9]{1,2})?') then try_cast(f.amount as decimal(18, 2)) end as amount,
    ${text('currency', '[A-Z]{3}')},
    ${text('mcc', '[0-9]{4}')},
    case when f.status in ('approved', 'declined') then f.status end as status,
    try_cast(f.is_refund as boolean) as is_refund,
    case when f.channel in ('online', 'pos', 'mobile', 'unknown') then f.channel end as channel,
    f.original_transaction_id as original_transaction_id
  from fields
),
reasoned as (
  select *,
    cast(txn_ts as date) as txn_date,
    case
      when transaction_id is null then 'transaction_id' when customer_id is null then 'customer_id' when card_id is null then 'card_id'
      when merchant_id is null then 'merchant_id' when txn_ts is null then 'txn_ts' when amount is null then 'amount'
      when currency is null then 'currency' when mcc is null then 'mcc' when status is null then 'status'
      when is_refund is null then 'is_refund' when channel is null then 'channel'
      when cast(txn_ts as date) > date '2025-09-03' then 'future_date'
    end as reason
  from values_
)
select * exclude (line, txn_ts), make_timestamp(epoch_us(txn_ts)) as txn_ts, case when reason is not null then line end as raw
from reasoned`);
await connection.run(
  `copy (select raw, reason, rowid + 1 as line from typed where reason is not null) to '${out}/quarantine.ndjson' (format json)`,
);
await connection.run(`
create table losers as
select rowid as line from (
  select rowid, row_number() over (partition by transaction_id order by version desc, rowid desc) as place
  from typed
  where reason is null and transaction_id in (select transaction_id from typed where reason is null group by 1 having count(*) > 1)
) where place > 1`);
await connection.run(`
create table sorted as
select transaction_id, version, customer_id, card_id, merchant_id, merchant_name, txn_ts, amount, currency, mcc, status, is_refund, channel,
  original_transaction_id, txn_date, date '2025-09-03' as ingest_date, 'delivery' as source_file, rowid + 1 as source_line
from typed where reason is null and rowid not in (select line from losers)
order by txn_date, mcc, transaction_id`);
await connection.run('drop table typed');
const stretches = (
  await connection.runAndReadAll(
    `with partitions as (select cast(txn_date as varchar) as date, mcc, min(rowid) as first, max(rowid) as last, count(*) as n
        from sorted group by 1, 2),
      sized as (select *, sum(n) over (partition by date) < 100 * count(*) over (partition by date) as is_mixed from partitions)
    select date, case when is_mixed then 'mixed' else mcc end, min(first), max(last) from sized group by 1, 2 order by 3`,
  )
).getRows();
const queue = stretches.values();
await Promise.all(
  Array.from({ length: 2 * workers }, async () => {
    const writer = await instance.connect();
    for (const [date, mcc, first, last] of queue) {
      const folder = `${out}/p_txn_date=${date}/p_mcc=${mcc}`;
      await mkdir(folder, { recursive: true });
      await writer.run(`copy (select * from sorted where rowid between ${first} and ${last})
        to '${folder}/part-0000.parquet' (format parquet, compression zstd, compression_level 1)`);
    }
  }),
);
instance.closeSync();

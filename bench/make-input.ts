import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { runCommand } from './run-command.ts';

/** One ingest date's delivery in two packings, and where it lies. */
export type Input = { rows: number; ingestDate: string; plain: string; gz: string };

/**
 * Writes a delivery of so many NDJSON lines, of about 410 bytes each, once; the bytes are a function of rows and date. One in a hundred repeats
 * an earlier id, every second of those as a higher version; 2 % are one or two days late; 0.5 % break a rule; 40 categories.
 */
export async function makeInput(folder: string, rows: number, ingestDate = '2025-09-03'): Promise<Input> {
  await mkdir(folder, { recursive: true });
  const plain = join(folder, `delivery-${ingestDate}-${rows}.ndjson`);
  const gz = `${plain}.gz`;
  if (!existsSync(plain)) {
    const instance = await DuckDBInstance.create(':memory:', { memory_limit: '2GB' });
    const connection = await instance.connect();
    await connection.run(
      `copy (${linesSql(rows, ingestDate)}) to '${plain}.part' (format csv, header false, quote '', delimiter '\x01')`,
    );
    instance.closeSync();
    await rename(`${plain}.part`, plain);
  }
  if (!existsSync(gz)) {
    await runCommand('bash', ['-c', 'gzip -1 -c "$0" > "$1"', plain, `${gz}.part`]);
    await rename(`${gz}.part`, gz);
  }
  return { rows, ingestDate, plain, gz };
}

function linesSql(rows: number, ingestDate: string): string {
  return `
with slots as (
  select range as slot, hash(range, 7) as dice,
    case when range > 100 and hash(range, 1) % 100 = 0 then range - 1 - hash(range, 2) % 100 else range end as origin
  from range(${rows})
),
fields as (
  select slot, origin, dice,
    hash(origin, 3) as a, hash(origin, 4) as b, hash(origin, 5) as c,
    hash(hash(origin, 3) % 90000, hash(origin, 4) % 2) as card,
    case when hash(origin, 8) % 1000 < 15 then 1 when hash(origin, 8) % 1000 < 20 then 2 else 0 end as late,
    case when origin <> slot and dice % 2 = 0 then 2 else 1 end as version
  from slots
)
select
  case dice % 1000
    when 994 then left(line, 120)
    when 995 then replace(line, '"amount":"', '"amount":"-')
    when 996 then replace(line, '"status":"', '"status":"un')
    when 997 then replace(line, '"currency":"', '"currency":"4')
    when 998 then replace(line, '"txn_ts":"2025', '"txn_ts":"205')
    else line
  end
from (
  select slot, dice,
    '{"transaction_id":"' || format('{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}', a % 4294967296, b % 65536, b // 65536 % 4096, c % 4096, c // 65536 % 281474976710656)
    || '","version":' || version
    || ',"customer_id":"CUS' || (100000 + a % 90000)
    || '","card_id":"' || format('{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}', card % 4294967296, card // 65536 % 65536, card % 4096, card // 4096 % 4096, card // 65536)
    || '","merchant_id":"MER' || (1000 + b % 2000)
    || '","merchant_name":"Merchant of good things no. ' || (1000 + b % 2000)
    || '","txn_ts":"' || strftime(timestamp '${ingestDate}' - to_days(late) + to_milliseconds(cast(c % 86400000 as bigint)), '%Y-%m-%dT%H:%M:%S.%g')
    || '+09:00","amount":"' || (1 + c % 50000) || '.' || lpad(cast(a % 100 as varchar), 2, '0')
    || '","currency":"KRW","mcc":"' || (5000 + b % 2000 % 40)
    || '","status":"' || case when c % 4 = 0 then 'declined' else 'approved' end
    || '","is_refund":' || case when c % 5 = 0 then 'true' else 'false' end
    || ',"channel":"' || case c % 3 when 0 then 'online' when 1 then 'pos' else 'mobile' end
    || '","original_transaction_id":null}' as line
  from fields
)
order by slot`;
}

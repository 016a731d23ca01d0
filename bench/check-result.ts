import { DuckDBInstance } from '@duckdb/node-api';

/** What a lane wrote, in a form that can be compared: rows, money, and a digest of every value. */
export type Result = { rows: string; amount: string; digest: string };

/** Reads a lane's Parquet files. `cents` tells that amounts are hundredths; such a lane's digest leaves out what it cannot keep. */
export async function readResult(files: string, cents = false): Promise<Result> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '2GB' });
  const connection = await instance.connect();
  const amount = cents ? 'cast(amount / 100 as decimal(18, 2))' : 'amount';
  const values = `transaction_id, version, customer_id, card_id, merchant_id, merchant_name, ${amount}, currency, cast(mcc as varchar),
    status, is_refund, channel, original_transaction_id, cast(txn_date as varchar)`;
  const found = await connection.runAndReadAll(`
    select count(*)::varchar, cast(sum(${amount}) as decimal(38, 2))::varchar, bit_xor(hash(${values}))::varchar
    from read_parquet('${files}', hive_types_autocast = false)`);
  instance.closeSync();
  const [rows, sum, digest] = (found.getRows()[0] ?? []).map(String);
  return { rows: rows ?? '', amount: sum ?? '', digest: digest ?? '' };
}

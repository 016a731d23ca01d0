/** A row of a native file that keeps every rule on 2025-09-10, changed where a test says so; undefined drops the field. */
export function nativeRow(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    transaction_id: 'txn-000001',
    customer_id: 'cust-1',
    card_id: 'card-1',
    merchant_id: 'm-1',
    txn_ts: '2025-09-10T12:00:00+09:00',
    amount: '10.00',
    currency: 'KRW',
    mcc: '5411',
    status: 'approved',
    is_refund: 'false',
    channel: 'pos',
    ...changes,
  };
}

/** Rows as an NDJSON file. */
export function toNdjson(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

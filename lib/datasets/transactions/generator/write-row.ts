import type { Transaction } from './transaction.ts';

/** The transaction as one line of NDJSON, without its line break; local time with the offset of Asia/Seoul. */
export function writeRow(row: Transaction): string {
  const { id, version, customer, card, merchant, day, millisecond, won, approved, refundOf, channel } = row;
  return (
    `{"transaction_id":"${id}","version":${version},"customer_id":"${customerId(customer)}","card_id":"${card}",` +
    `"merchant_id":"${merchant.id}","merchant_name":${quoteName(merchant.name)},"txn_ts":"${dateText(day)}T${timeText(millisecond)}+09:00",` +
    `"amount":"${won}","currency":"KRW","mcc":"${merchant.mcc}",` +
    `"status":"${approved ? 'approved' : 'declined'}","is_refund":${refundOf !== null},"channel":"${channel}",` +
    `"original_transaction_id":${refundOf === null ? 'null' : `"${refundOf}"`}}`
  );
}

const names = new Map<string, string>();

function quoteName(name: string): string {
  const known = names.get(name) ?? JSON.stringify(name);
  names.set(name, known);
  return known;
}

export function customerId(customer: number): string {
  return `CUS${1000 + customer}`;
}

const dates = new Map<number, string>();

/** `YYYY-MM-DD` of a day since 1970. */
export function dateText(day: number): string {
  const known = dates.get(day) ?? new Date(day * 86_400_000).toISOString().slice(0, 10);
  dates.set(day, known);
  return known;
}

function timeText(millisecond: number): string {
  const seconds = Math.floor(millisecond / 1000);
  const pair = (value: number): string => (value < 10 ? `0${value}` : String(value));
  const fraction = String(millisecond % 1000).padStart(3, '0');
  return `${pair(Math.floor(seconds / 3600))}:${pair(Math.floor(seconds / 60) % 60)}:${pair(seconds % 60)}.${fraction}`;
}

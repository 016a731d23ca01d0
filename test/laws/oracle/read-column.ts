import type { Json } from './parse-json.ts';
import { readMoment } from './read-moment.ts';
import { toDecimal, trim } from './text.ts';

/** What a row says of a column: nothing, a text, a number as spelled, or something that is no value. */
export type Said = { kind: 'text' | 'number'; text: string } | { kind: 'nothing' | 'structure' };

const id = /^[A-Za-z0-9_-]{1,64}$/;
const transactionId = /^[A-Za-z0-9_-]{8,64}$/;

const matching = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : undefined);
const among = (names: readonly string[]) => (text: string) =>
  names.includes(text.toLowerCase()) ? text.toLowerCase() : undefined;

/** The file columns in contract order, each with the value of a valid text (undefined if invalid). */
const columns: Record<string, { required: boolean; read: (text: string, zone: string) => string | undefined }> = {
  transaction_id: { required: true, read: matching(transactionId) },
  version: {
    required: false,
    read: (text) => (/^[0-9]{1,18}$/.test(text) && BigInt(text) >= 1n ? String(BigInt(text)) : undefined),
  },
  customer_id: { required: true, read: matching(id) },
  card_id: { required: true, read: matching(id) },
  merchant_id: { required: true, read: matching(id) },
  merchant_name: { required: false, read: (text) => ([...text].length <= 200 ? text : undefined) },
  txn_ts: { required: true, read: (text, zone) => readMoment(text, zone)?.micros.toString() },
  amount: { required: true, read: readAmountText },
  currency: { required: true, read: (text) => matching(/^[A-Z]{3}$/)(text.toUpperCase()) },
  mcc: { required: true, read: matching(/^[0-9]{4}$/) },
  status: { required: true, read: among(['approved', 'declined']) },
  is_refund: {
    required: true,
    read: (text) => {
      if (['true', 't', '1', 'y', 'yes'].includes(text.toLowerCase())) return 'true';
      return ['false', 'f', '0', 'n', 'no'].includes(text.toLowerCase()) ? 'false' : undefined;
    },
  },
  channel: { required: true, read: among(['online', 'pos', 'mobile', 'unknown']) },
  original_transaction_id: { required: false, read: matching(transactionId) },
};
export const columnNames = Object.keys(columns);

/** The value of a column and the rule it breaks, if any. */
export function readColumn(name: string, said: Said, zone: string): { value: string | null; rule?: string } {
  const column = columns[name];
  if (!column) throw new Error(`no column ${name}`);
  if (said.kind === 'nothing') {
    if (name === 'version') return { value: '1' };
    return column.required ? { value: null, rule: `missing:${name}` } : { value: null };
  }
  const value = readValue(name, said, (text) => column.read(text, zone));
  return value === undefined ? { value: null, rule: `invalid:${name}` } : { value };
}

function readValue(name: string, said: Said, readText: (text: string) => string | undefined): string | undefined {
  if (!('text' in said)) return undefined;
  if (said.kind === 'text') return readText(said.text);
  if (name === 'amount') return readAmountNumber(said.text);
  // Minus nought is the integer nought.
  return /^-?[0-9]+$/.test(said.text) ? readText(said.text === '-0' ? '0' : said.text) : undefined;
}

/** What a JSON value says. */
export function said(value: Json | undefined): Said {
  if (value === undefined || value.kind === 'null') return { kind: 'nothing' };
  if (value.kind === 'number') return { kind: 'number', text: value.literal };
  if (value.kind === 'object' || value.kind === 'array') return { kind: 'structure' };
  return saidText(value.kind === 'string' ? value.text : value.kind);
}

/** What a text says: trimmed, and nothing if that leaves nothing. */
export function saidText(text: string): Said {
  return trim(text) === '' ? { kind: 'nothing' } : { kind: 'text', text: trim(text) };
}

function readAmountText(text: string): string | undefined {
  const parts = /^([0-9]{0,16})(?:\.([0-9]{1,2})0*)?$/.exec(text);
  if (!parts || text === '') return undefined;
  return toDecimal(BigInt(`${parts[1]}${(parts[2] ?? '').padEnd(2, '0')}`));
}

/** By its value: exact decimal arithmetic over the spelling. */
function readAmountNumber(literal: string): string | undefined {
  const parts = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(literal);
  if (!parts) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return '0.00';
  const cents = Number(exponent) - fraction.length + 2;
  if (sign === '-' || digits.length + cents > 15) return undefined;
  const kept = cents < 0 ? digits.slice(0, cents) : digits;
  if (cents < 0 && !/^0*$/.test(digits.slice(cents))) return undefined;
  return toDecimal(BigInt((kept || '0') + '0'.repeat(Math.max(0, cents))));
}

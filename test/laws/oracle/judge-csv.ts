import categories from '../../../lib/datasets/transactions/feeds/purchase-cards-mcc.json' with { type: 'json' };
import { hasCardNumber } from './has-card-number.ts';
import type { SaidRow } from './judged-row.ts';
import { type Said, saidText } from './read-column.ts';
import { readCsv } from './read-csv.ts';
import { trim } from './text.ts';

const identity = [
  'TRANS DATE',
  'TRANS VAT DESC',
  'ORIGINAL GROSS AMT',
  'MERCHANT NAME',
  'CARD NUMBER',
  'TRANS CAC CODE 1',
  'TRANS CAC CODE 2',
  'TRANS CAC CODE 3',
];

/**
 * The rows of a purchase-card file. Where the interfaces say "a hash", the value is `hash:` and what is hashed, in a form that keeps
 * the contract's pattern; whoever compares maps hashes to it one to one.
 */
export function readPurchaseCards(text: string): SaidRow[] {
  const [header, ...records] = readCsv(text.replace(/(^|\n)\ufeff+/g, '$1'), (cells) => {
    const found = cells.map(trim);
    return 1 + Math.max(...identity.map((name) => found.indexOf(name)));
  });
  const names = (header?.cells ?? []).map(trim);
  const has = (name: string): boolean => names.includes(name);
  const source = has('BILLING GROSS AMT') && has('BILLING CUR CODE') ? 'BILLING' : 'ORIGINAL';
  const seen = new Map<string, number>();
  return records.flatMap(({ line, raw, cells }): SaidRow[] => {
    if (!cells || cells.length > names.length)
      return [{ line, raw, columns: null, blank: false, card: hasCardNumber(raw) }];
    // Such a record is no row.
    if (cells.every((cell) => trim(cell) === '')) return [];
    const read = (name: string): string => trim(cells[names.indexOf(name)] ?? '');
    const content = JSON.stringify(identity.map((name) => byValue(name, read(name))));
    seen.set(content, (seen.get(content) ?? 0) + 1);
    const amount = read(`${source} GROSS AMT`);
    const digits = read('CARD NUMBER').replace(/[^0-9]/g, '');
    const isCard = /^[0-9xX*# \u00a0\u2022-]*$/.test(read('CARD NUMBER'));
    const texts: Record<string, string> = {
      transaction_id: hashToken('pc', `${content} ${seen.get(content)}`),
      version: '1',
      txn_ts: toDate(read('TRANS DATE')) ?? (read('TRANS DATE') && 'no date'),
      amount: isAmount(amount) ? amount.replace(/[-,]/g, '') : amount && 'no amount',
      currency: source === 'BILLING' ? read('BILLING CUR CODE') : 'GBP',
      is_refund: String(amount.startsWith('-')),
      card_id: isCard && digits.length >= 4 ? `card-${digits.slice(-4)}` : read('CARD NUMBER') && 'no card',
      customer_id: read('TRANS CAC CODE 2') || 'unknown',
      merchant_id: read('MERCHANT NAME') && hashToken('m', read('MERCHANT NAME').toLowerCase()),
      merchant_name: read('MERCHANT NAME'),
      mcc: (categories as Record<string, string>)[read('TRANS CAC DESC 1').toLowerCase()] ?? '0000',
      status: 'approved',
      channel: 'unknown',
      original_transaction_id: '',
    };
    const columns = (name: string): Said => saidText(texts[name] ?? '');
    return [{ line, raw, columns, blank: false, card: cells.some(hasCardNumber) }];
  });
}

/** What of a cell tells one purchase from another: a date and an amount by their values, where they can be read. */
function byValue(name: string, text: string): string {
  if (name === 'TRANS DATE') return toDate(text) ?? text;
  if (name !== 'ORIGINAL GROSS AMT' || !isAmount(text)) return text;
  const [whole = '', decimals = ''] = text.replace(/[-,]/g, '').split('.');
  const value = `${BigInt(whole || 0)}.${decimals.replace(/0+$/, '').padEnd(2, '0')}`;
  return text.startsWith('-') && value !== '0.00' ? `-${value}` : value;
}

function isAmount(text: string): boolean {
  return /^-?(([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?|\.[0-9]+)$/.test(text);
}

/** dd/mm/yy as YYYY-MM-DD, undefined where it names no day. */
function toDate(text: string): string | undefined {
  const parts = /^([0-9]{2})\/([0-9]{2})\/([0-9]{2})$/.exec(text);
  if (!parts) return undefined;
  const date = `20${parts[3]}-${parts[2]}-${parts[1]}`;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date) ? date : undefined;
}

const tokens = new Map<string, string>();

/** A stand-in for the hash of a text: one to one within the process, and it keeps the pattern of ids. */
function hashToken(prefix: string, text: string): string {
  const key = `${prefix} ${text}`;
  const token = tokens.get(key) ?? `${prefix}-hash-${tokens.size}`;
  tokens.set(key, token);
  return token;
}

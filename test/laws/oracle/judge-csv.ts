import categories from '../../../lib/feeds/purchase-cards-mcc.json' with { type: 'json' };
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
    const content = JSON.stringify(identity.map(read));
    seen.set(content, (seen.get(content) ?? 0) + 1);
    const amount = read(`${source} GROSS AMT`);
    const date = /^([0-9]{2})\/([0-9]{2})\/([0-9]{2})$/.exec(read('TRANS DATE'));
    const digits = read('CARD NUMBER').replace(/[^0-9]/g, '');
    const isAmount = /^-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?$/.test(amount);
    const texts: Record<string, string> = {
      transaction_id: hashToken('pc', `${content} ${seen.get(content)}`),
      version: '1',
      txn_ts: date ? `20${date[3]}-${date[2]}-${date[1]}` : read('TRANS DATE') && 'no date',
      amount: isAmount ? amount.replace(/[-,]/g, '') : amount && 'no amount',
      currency: source === 'BILLING' ? read('BILLING CUR CODE') : 'GBP',
      is_refund: String(amount.startsWith('-')),
      card_id: digits.length >= 4 ? `card-${digits.slice(-4)}` : read('CARD NUMBER') && 'no card',
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

const tokens = new Map<string, string>();

/** A stand-in for the hash of a text: one to one within the process, and it keeps the pattern of ids. */
function hashToken(prefix: string, text: string): string {
  const key = `${prefix} ${text}`;
  const token = tokens.get(key) ?? `${prefix}-hash-${tokens.size}`;
  tokens.set(key, token);
  return token;
}

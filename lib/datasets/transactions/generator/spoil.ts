import { isLuhnValid, maskCardNumbers } from '../../../contracts/card-number.ts';
import { fileColumns } from '../../../contracts/contract.ts';
import { transactions } from '../contract.ts';

type Row = Record<string, unknown>;
/** Turns a good row into a line that breaks a rule. */
type Spoiler = { rule: string; spoil: (row: Row, bits: number) => string };

const invalid: Record<string, (bits: number) => unknown> = {
  transaction_id: () => 'a b',
  version: () => 'one',
  customer_id: () => 'CUS#12',
  card_id: () => 'card 7',
  merchant_id: () => 'MER/1',
  merchant_name: () => 'x'.repeat(201),
  txn_ts: (bits) => ['2025-02-30T10:00:00+09:00', '2025-09-01T24:00:00Z', 'yesterday'][bits % 3],
  amount: (bits) => ['-5.00', '12.345', '1,000.00', 'NaN', 12.345][bits % 5],
  currency: () => 'WON!',
  mcc: (bits) => ['541', 'food'][bits % 2],
  status: () => 'pending',
  is_refund: () => 'maybe',
  channel: () => 'fax',
  original_transaction_id: () => '?',
};

/** One spoiler for every rule of the contract. */
export const spoilers: readonly Spoiler[] = [
  ...fileColumns(transactions).flatMap(({ name, required }): Spoiler[] => [
    ...(required ? [{ rule: `missing:${name}`, spoil: (row: Row) => JSON.stringify({ ...row, [name]: null }) }] : []),
    {
      rule: `invalid:${name}`,
      spoil: (row, bits) => JSON.stringify({ ...row, [name]: (invalid[name] ?? (() => '?'))(bits) }),
    },
  ]),
  { rule: 'malformed', spoil: (row, bits) => JSON.stringify(row).slice(0, 40 + (bits % 100)) },
  { rule: 'blank_row', spoil: () => '{"transaction_id":"","amount":null}' },
  {
    rule: 'future_date',
    // A leap year, so that a row of 29 February stays a real moment.
    spoil: (row) => JSON.stringify({ ...row, txn_ts: String(row.txn_ts).replace(/^\d{4}/, '2996') }),
  },
  { rule: 'card_number', spoil: (row, bits) => JSON.stringify({ ...row, memo: `paid with ${maskedCard(bits)}` }) },
];

/** A card number that satisfies Luhn and belongs to nobody, masked as everything is on its way into Bronze. */
function maskedCard(bits: number): string {
  const body = `400000${String(bits % 1_000_000_000).padStart(9, '0')}`;
  const check = [...'0123456789'].find((digit) => isLuhnValid(body + digit)) ?? '0';
  return maskCardNumbers(body + check);
}

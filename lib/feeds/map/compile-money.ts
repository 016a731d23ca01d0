import { minorUnits } from '../../contracts/minor-units.ts';
import type { Money } from '../money.ts';
import type { SourceRow } from '../source-row.ts';
import { toKey } from '../to-key.ts';
import { compileNumber, type WrittenNumber } from './compile-number.ts';
import { addDecimals, type Decimal, multiplyDecimals, toSignedText, toText } from './decimal.ts';
import { moneyNames } from './source-names.ts';
import { unreadable, type Value } from './value.ts';

/** A row's money under the contract's names. */
export type MoneyParts = { amount: Value; currency: Value; isNegative: Value };

/**
 * A reader of a row's money by the first declaration whose columns the file has.
 *
 * @param takesSign whether some column takes the sign: otherwise it stays at the amount, which is invalid then.
 */
export function compileMoney(sources: readonly Money[], takesSign: boolean): (row: SourceRow) => MoneyParts {
  const readers = sources.map((money) => ({ names: moneyNames(money), read: compileSource(money) }));
  return (row) => {
    const source = readers.find(({ names }) => names.every(row.has));
    if (!source) return { amount: null, currency: null, isNegative: null };
    const { currency, written, amount } = source.read(row);
    if (amount === undefined) return { currency, amount: unreadable(written), isNegative: 'false' };
    if (amount === null) return { currency, amount: null, isNegative: 'false' };
    return {
      currency,
      amount: takesSign ? toText(amount) : toSignedText(amount),
      isNegative: String(amount.isNegative),
    };
  };
}

/** An amount: null where the row says nothing, undefined where what it says is not of the declared form. */
type Amount = Decimal | null | undefined;

function compileSource(money: Money): (row: SourceRow) => { currency: string; written: string; amount: Amount } {
  const { amount, currency, signs = {}, plus = [], minus = [] } = money;
  const bySign = new Map(Object.entries(signs).map(([sign, code]) => [sign.toLowerCase(), code]));
  const readNumber = compileNumber(money, Object.keys(signs));
  const toSide = compileSide(money);
  const amountNames = typeof amount === 'string' ? [amount] : Object.values(amount);
  return (row) => {
    const code = 'from' in currency ? row.read(currency.from) : currency.constant;
    const read = (name: string): Amount => {
      const text = row.read(name);
      if (text === '') return null;
      const number = readNumber(text);
      const agrees = number?.signs.every((sign) => bySign.get(sign.toLowerCase()) === code.toUpperCase());
      return number && agrees ? toMajor(number, money, code) : undefined;
    };
    const said = toSide(row, readAmount(amount, read, row, readNumber));
    const fees = [...plus.map((name) => read(name)), ...minus.map((name) => negated(read(name)))];
    return { currency: code, written: amountNames.map(row.read).join(' '), amount: addAll(said, fees) };
  };
}

function readAmount(
  amount: Money['amount'],
  read: (name: string) => Amount,
  row: SourceRow,
  readNumber: (text: string) => WrittenNumber | undefined,
): Amount {
  if (typeof amount === 'string') return read(amount);
  if ('quantity' in amount) {
    const [quantity, price] = [row.read(amount.quantity), read(amount.price)];
    if (quantity === '' && price === null) return null;
    const count = readNumber(quantity);
    return count && count.signs.length === 0 && price ? multiplyDecimals(count, price) : undefined;
  }
  const [positive, negative] = [read(amount.positive), read(amount.negative)];
  if (positive === null && negative === null) return null;
  if (positive === undefined || negative === undefined || positive?.isNegative || negative?.isNegative)
    return undefined;
  if (positive && negative && positive.units > 0n && negative.units > 0n) return undefined;
  // A nought beside the other amount says the same as an empty cell.
  return !positive || (negative && negative.units > 0n) ? negated(negative) : positive;
}

/** The amount on the side that the row names; a side that is not declared, or a sign beside it, makes it invalid. */
function compileSide({ side }: Money): (row: SourceRow, amount: Amount) => Amount {
  if (!side) return (_row, amount) => amount;
  const [positive, negative] = [new Set(side.positive.map(toKey)), new Set(side.negative.map(toKey))];
  return (row, amount) => {
    if (!amount) return amount;
    const word = toKey(row.read(side.from));
    if (amount.isNegative || !(positive.has(word) || negative.has(word))) return undefined;
    return { ...amount, isNegative: negative.has(word) };
  };
}

function toMajor(number: Decimal, { minorUnits: declared }: Money, code: string): Amount {
  if (declared === undefined) return number;
  const scale = declared === 'ISO 4217' ? minorUnits(code) : declared;
  return scale === undefined || number.scale > 0 ? undefined : { ...number, scale };
}

function negated(amount: Amount): Amount {
  return amount && { ...amount, isNegative: !amount.isNegative };
}

function addAll(amount: Amount, others: readonly Amount[]): Amount {
  let sum = amount;
  for (const other of others) {
    if (!sum || other === undefined) return sum && undefined;
    if (other !== null) sum = addDecimals(sum, other);
  }
  return sum;
}

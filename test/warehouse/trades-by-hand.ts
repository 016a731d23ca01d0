import type { Values } from '../laws/oracle/contract.ts';
import { toDecimal } from '../laws/oracle/text.ts';

/*
 * The marts of trades as section 6 of the interfaces defines them, computed without SQL. Rows come out as the Data API gives them,
 * in the order of their keys.
 */

/** user_id, trade_date, quote_currency, trade_count, buy_amount, sell_amount, total_trade_amount */
export function userDaily(rows: readonly Values[]): unknown[][] {
  return groupBy(rows, ['user_id', 'trade_date', 'quote_currency']).map(([key, group]) => [
    ...key,
    group.length,
    total(group.filter(({ side }) => side === 'BUY')),
    total(group.filter(({ side }) => side === 'SELL')),
    total(group),
  ]);
}

/**
 * symbol, trade_date, quote_currency, trade_count, volume, total_trade_amount, open_price, high_price, low_price, close_price,
 * vwap
 */
export function symbolDaily(rows: readonly Values[]): unknown[][] {
  return groupBy(rows, ['symbol', 'trade_date', 'quote_currency']).map(([key, group]) => {
    const inTime = [...group].sort(
      (a, b) =>
        compare(BigInt(a.trade_ts ?? ''), BigInt(b.trade_ts ?? '')) || compare(a.trade_id ?? '', b.trade_id ?? ''),
    );
    const prices = group.map(({ price }) => units(price)).sort(compare);
    const volume = sum(group.map(({ quantity }) => units(quantity)));
    const amount = sum(group.map(({ trade_amount }) => units(trade_amount)));
    return [
      ...key,
      group.length,
      text(volume),
      text(amount),
      inTime[0]?.price,
      text(prices.at(-1) ?? 0n),
      text(prices[0] ?? 0n),
      inTime.at(-1)?.price,
      text(divide(amount, volume)),
    ];
  });
}

/** user_id, quote_currency, trade_count, total_trade_amount, to_date */
export function userTotal(rows: readonly Values[]): unknown[][] {
  return groupBy(rows, ['user_id', 'quote_currency']).map(([key, group]) => [
    ...key,
    group.length,
    total(group),
    group
      .map(({ trade_date }) => trade_date ?? '')
      .sort(compare)
      .at(-1),
  ]);
}

/** A quotient of two numbers of eight decimals, rounded at the eighth, half up: both are positive. */
function divide(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend * 10n ** 8n + divisor) / (2n * divisor);
}

const units = (value: string | null | undefined): bigint => BigInt((value ?? '0').replace('.', ''));
const text = (value: bigint): string => toDecimal(value, 8);
const sum = (values: readonly bigint[]): bigint => values.reduce((all, value) => all + value, 0n);
const total = (rows: readonly Values[]): string => text(sum(rows.map(({ trade_amount }) => units(trade_amount))));

function compare<T extends string | bigint>(one: T, other: T): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Groups in the order of their keys. */
function groupBy(rows: readonly Values[], columns: readonly string[]): [string[], Values[]][] {
  const groups = Map.groupBy(rows, (row) => JSON.stringify(columns.map((name) => row[name])));
  return [...groups]
    .map(([key, group]): [string[], Values[]] => [JSON.parse(key) as string[], group])
    .sort(([one], [other]) => compareKeys(one, other));
}

function compareKeys(one: readonly string[], other: readonly string[]): number {
  for (const [at, value] of one.entries()) {
    const order = compare(value, other[at] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

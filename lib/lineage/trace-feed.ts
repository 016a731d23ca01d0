import type { Contract } from '../contracts/contract.ts';
import type { Feed, MappedShape } from '../feeds/feed.ts';
import type { Field } from '../feeds/field.ts';
import { moneyNames, sourceNames } from '../feeds/map/source-names.ts';
import type { Money } from '../feeds/money.ts';
import { mergeSources, type Source, type Traced, type TracedColumn, type Use } from './source.ts';

/** Where the columns of a contract come from in a feed's files: the header's names, and `ingest_date` of the Bronze key. */
export function traceFeed(feed: Feed, contract: Contract): Traced {
  const { shape, name } = feed;
  const of = (use: Use, columns: readonly string[]): Source[] =>
    columns.map((column) => ({ table: `bronze.${name}`, column, use }));
  const read = shape.form === 'native' ? traceNative(contract, of) : traceMapping(shape, of);
  const leftOut = shape.form === 'native' ? [] : (shape.leaveOut ?? []).map(({ column }) => column);
  return {
    columns: [...read, { name: 'ingest_date', sources: of('identity', ['ingest_date']) }],
    rows: of('filter', leftOut),
  };
}

type Of = (use: Use, columns: readonly string[]) => Source[];

/** Columns under their own names, those within a document by their place in it; one may be filled from another. */
function traceNative({ columns }: Contract, of: Of): TracedColumn[] {
  const placeOf = (name: string): string => columns.find((column) => column.name === name)?.path?.join('.') ?? name;
  return columns
    .filter(({ derived }) => !derived)
    .map(({ name, filledFrom }) => {
      const fillers = filledFrom ? [placeOf(filledFrom)] : [];
      return { name, sources: [...of('identity', [placeOf(name)]), ...of('transformation', fillers)] };
    });
}

function traceMapping(shape: MappedShape, of: Of): TracedColumn[] {
  const money = [shape.money ?? []].flat();
  return Object.entries(shape.columns).map(([name, field]) => {
    if ('money' in field)
      return { name, sources: mergeSources(...money.map((each) => traceMoney(field.money, each, of))) };
    return { name, sources: mergeSources(of(isCopy(field) ? 'identity' : 'transformation', sourceNames(field))) };
  });
}

function isCopy(field: Field): boolean {
  return 'from' in field && field.values === undefined && field.prefix === undefined;
}

/** What of an amount of money is asked for: its size, its currency, or on which side of nought it is. */
function traceMoney(part: 'amount' | 'currency' | 'isNegative', money: Money, of: Of): Source[] {
  const currency = 'from' in money.currency ? [money.currency.from] : [];
  const side = money.side ? [money.side.from] : [];
  const numbers = moneyNames(money).filter((name) => ![...currency, ...side].includes(name));
  switch (part) {
    case 'amount':
      return [...of('transformation', numbers), ...of('conditional', money.minorUnits === 'ISO 4217' ? currency : [])];
    case 'currency':
      return [...of('identity', currency), ...of('conditional', money.signs ? numbers : [])];
    case 'isNegative':
      return [...of('transformation', [...numbers, ...side])];
  }
}

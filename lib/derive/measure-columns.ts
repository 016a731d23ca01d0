import type { Contract, Measure } from '../contracts/contract.ts';
import { moneyOf } from '../contracts/money-of.ts';

/** A measure where rows are counted rather than kept: in the index, and of rows that are set aside. */
export type MeasureColumns = {
  measure: Measure;
  /** Names of the columns that hold its unit and its signed value. */
  unit: string;
  value: string;
  /** DuckDB types of one signed value, and of a sum of them. */
  type: string;
  sumType: string;
};

/**
 * The columns of each measure. Those of the money measure have the names they had when money was all that was measured: indexes
 * are published.
 */
export function measureColumns(contract: Contract): MeasureColumns[] {
  const money = moneyOf(contract);
  return contract.measures.map((measure) => {
    const type = contract.columns.find(({ name }) => name === measure.column)?.type;
    if (type?.kind !== 'decimal') throw new Error(`measure ${measure.name}: column ${measure.column} is no decimal`);
    return {
      measure,
      ...(measure === money
        ? { unit: 'currency', value: 'signed_amount' }
        : { unit: `unit_${measure.name}`, value: `signed_${measure.name}` }),
      type: `decimal(${type.precision}, ${type.scale})`,
      sumType: `decimal(38, ${type.scale})`,
    };
  });
}

/** The columns of the money measure; none where nothing is money. */
export function moneyColumns(contract: Contract): MeasureColumns | undefined {
  const money = moneyOf(contract);
  return measureColumns(contract).find(({ measure }) => measure === money);
}

const quoted = (column: string): string => `"${column}"`;

/** SQL of a measure's unit, over the contract's columns; `name` spells them. */
export function unitSql({ unit }: Measure, name = quoted): string {
  return 'column' in unit ? name(unit.column) : `'${unit.constant}'`;
}

/** SQL of a measure's value with its sign, over the contract's columns; `name` spells them. */
export function signedSql({ column, negativeWhen }: Measure, name = quoted): string {
  const value = name(column);
  return negativeWhen === undefined ? value : `case when ${name(negativeWhen)} then -${value} else ${value} end`;
}

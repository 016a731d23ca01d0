import { checkFields } from './check-fields.ts';
import { checkPartitions } from './check-partitions.ts';
import type { ColumnType, Contract } from './contract.ts';
import { checkRowRules } from './row-rules.ts';

/** Control totals are DECIMAL(38,8): a sum of more decimals would be rounded on both sides, and agree. */
const mostDecimals = 8;
/** Beyond it the product of two columns is not exact (`productSql`). */
const mostFactorDigits = 24;

/**
 * Checks a contract's names where it is registered: a typo must not reach Bronze, which is for good. Throws one error that names
 * every place that names no column, or one of another type than it needs.
 */
export function checkContract(contract: Contract): Contract {
  const { columns, measures, gate } = contract;
  const typeOf = (name: string): ColumnType | undefined => columns.find((column) => column.name === name)?.type;
  const kindOf = (name: string): string | undefined => typeOf(name)?.kind;
  const names = columns.map(({ name }) => name);
  const isColumn = (place: string, name: string): string[] =>
    names.includes(name) ? [] : [`${place} "${name}" is no column`];
  const isLoaded = (place: string, name: string): string[] =>
    isColumn(place, name).concat(
      kindOf(name) === 'json' ? [`${place} "${name}" is a document, which is never loaded`] : [],
    );
  const isKind = (place: string, name: string, kind: string): string[] =>
    isColumn(place, name).concat(
      names.includes(name) && kindOf(name) !== kind ? [`${place} "${name}" is no ${kind}`] : [],
    );
  const problems = [
    ...twice(names).map((name) => `column "${name}" stands twice`),
    ...twice(measures.map(({ name }) => name)).map((name) => `measure "${name}" stands twice`),
    ...isKind('id', contract.id, 'text'),
    ...(contract.idReferences ?? []).flatMap((name) => isKind('idReferences', name, 'text')),
    ...(contract.versionOrder === undefined ? [] : isKind('versionOrder', contract.versionOrder, 'integer')),
    ...isKind('eventTime', contract.eventTime, 'instant'),
    ...isKind('eventDate', contract.eventDate, 'date'),
    ...contract.key.flatMap((name) => isLoaded('key', name)),
    ...(contract.key.includes(contract.id) ? [] : [`key lacks the id "${contract.id}": rows of two ids would be one`]),
    ...contract.partitionBy.flatMap((name) => isColumn('partitionBy', name)),
    ...measures.flatMap(({ name, column, unit, negativeWhen }) => [
      ...isKind(`measure ${name}: column`, column, 'decimal'),
      ...('column' in unit ? isKind(`measure ${name}: unit`, unit.column, 'text') : []),
      ...(negativeWhen === undefined ? [] : isKind(`measure ${name}: negativeWhen`, negativeWhen, 'boolean')),
      ...(scaleOf(typeOf(column)) > mostDecimals ? [`measure ${name} has more than ${mostDecimals} decimals`] : []),
      ...(name === 'rows' ? [`measure "rows" has the name of the count of rows`] : []),
    ]),
    ...columns.flatMap(({ name, product, derived, type }) => {
      if (!product) return [];
      const factors = product.map(typeOf);
      const decimals = factors.reduce((sum, factor) => sum + scaleOf(factor), 0);
      return [
        ...product.flatMap((factor) => isKind(`product ${name}: factor`, factor, 'decimal')),
        ...(derived && type.kind === 'decimal' ? [] : [`product ${name} is no derived decimal`]),
        ...(factors.some((factor) => factor?.kind === 'decimal' && factor.precision > mostFactorDigits)
          ? [`product ${name} has a factor of more than ${mostFactorDigits} digits`]
          : []),
        ...(scaleOf(type) > decimals ? [`product ${name} has more decimals than its factors together`] : []),
      ];
    }),
    ...gate.conflicting_duplicates.columns.flatMap((name) => isLoaded('gate.conflicting_duplicates', name)),
    ...gate.distribution.columns.flatMap((name) => isLoaded('gate.distribution', name)),
    ...checkFields(contract),
    ...checkRowRules(contract),
  ];
  if (problems.length > 0) throw new Error(`contract ${contract.name}: ${problems.join('; ')}`);
  checkPartitions(contract);
  return contract;
}

function twice(names: readonly string[]): string[] {
  return names.filter((name, at) => names.indexOf(name) !== at);
}

function scaleOf(type: ColumnType | undefined): number {
  return type?.kind === 'decimal' ? type.scale : 0;
}

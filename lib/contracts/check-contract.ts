import { checkPartitions } from './check-partitions.ts';
import type { Contract } from './contract.ts';

/**
 * Checks a contract's names where it is registered: a typo must not reach Bronze, which is for good. Throws one error that names
 * every place that names no column, or one of another type than it needs.
 */
export function checkContract(contract: Contract): Contract {
  const { columns, measures, gate } = contract;
  const kindOf = (name: string): string | undefined => columns.find((column) => column.name === name)?.type.kind;
  const names = columns.map(({ name }) => name);
  const isColumn = (place: string, name: string): string[] =>
    names.includes(name) ? [] : [`${place} "${name}" is no column`];
  const isKind = (place: string, name: string, kind: string): string[] =>
    isColumn(place, name).concat(
      names.includes(name) && kindOf(name) !== kind ? [`${place} "${name}" is no ${kind}`] : [],
    );
  const problems = [
    ...names.filter((name, at) => names.indexOf(name) !== at).map((name) => `column "${name}" stands twice`),
    ...isColumn('id', contract.id),
    ...(contract.idReferences ?? []).flatMap((name) => isColumn('idReferences', name)),
    ...(contract.versionOrder === undefined ? [] : isKind('versionOrder', contract.versionOrder, 'integer')),
    ...isKind('eventTime', contract.eventTime, 'instant'),
    ...isKind('eventDate', contract.eventDate, 'date'),
    ...contract.key.flatMap((name) => isColumn('key', name)),
    ...contract.partitionBy.flatMap((name) => isColumn('partitionBy', name)),
    ...measures.flatMap(({ name, column, unit, negativeWhen }) => [
      ...isKind(`measure ${name}: column`, column, 'decimal'),
      ...('column' in unit ? isKind(`measure ${name}: unit`, unit.column, 'text') : []),
      ...(negativeWhen === undefined ? [] : isKind(`measure ${name}: negativeWhen`, negativeWhen, 'boolean')),
      ...(name === 'rows' ? [`measure "rows" has the name of the count of rows`] : []),
    ]),
    ...columns.flatMap(({ name, product = [], derived }) => [
      ...product.flatMap((factor) => isKind(`product ${name}: factor`, factor, 'decimal')),
      ...(product.length > 0 && (!derived || kindOf(name) !== 'decimal')
        ? [`product ${name} is no derived decimal`]
        : []),
    ]),
    ...gate.conflicting_duplicates.columns.flatMap((name) => isColumn('gate.conflicting_duplicates', name)),
    ...gate.distribution.columns.flatMap((name) => isColumn('gate.distribution', name)),
  ];
  if (problems.length > 0) throw new Error(`contract ${contract.name}: ${problems.join('; ')}`);
  checkPartitions(contract);
  return contract;
}

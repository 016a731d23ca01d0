import type { Contract } from '../contracts/contract.ts';
import type { Lineage } from '../lineage/lineage.ts';
import { isDirect } from '../lineage/source.ts';
import type { Classification } from './dictionary.ts';

const byStrictness: readonly Classification[] = ['lineage', 'business', 'pseudonym'];

/** Tells how a column is classified. */
export type Classify = (table: string, column: string) => Classification;

/**
 * A column of Silver is what its contract says; any other is the strictest of the columns whose values can be seen in it (a count
 * shows none). One that comes from no column at all is about the load where it stands in `ops`, else it is business.
 */
export function classifyColumns(lineage: Lineage, contracts: readonly Contract[]): Classify {
  const known = new Map<string, Classification>(
    contracts.flatMap(({ name, columns }) =>
      columns.map((column): [string, Classification] => [`silver.${name}.${column.name}`, column.classification]),
    ),
  );
  const classify: Classify = (table, column) => {
    const key = `${table}.${column}`;
    const found = known.get(key);
    if (found) return found;
    // Whoever asks for it again on the way comes round in a circle, to which it adds nothing.
    known.set(key, 'lineage');
    const sources = lineage.get(table)?.columns.find(({ name }) => name === column)?.sources ?? [];
    const seen = sources.filter(({ use, masked, table: from }) => isDirect(use) && !masked && from !== 'run');
    const strictest = seen.map((source) => classify(source.table, source.column)).sort(compareStrictness)[0];
    const classification = strictest ?? (table.startsWith('ops.') ? 'lineage' : 'business');
    known.set(key, classification);
    return classification;
  };
  return classify;
}

/** The strictest first. */
function compareStrictness(one: Classification, other: Classification): number {
  return byStrictness.indexOf(other) - byStrictness.indexOf(one);
}

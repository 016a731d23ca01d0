import type { Analysis } from '../../datasets/dataset.ts';
import { datasets } from '../../datasets/index.ts';
import { PaylakeError } from '../../errors.ts';
import { readStatements } from '../../stages/warehouse/read-statements.ts';

/** A named analysis and the dataset it is of. */
export type KnownAnalysis = Analysis & { dataset: string };

/** All of them, by name; names are unique over datasets. */
export function listAnalyses(): KnownAnalysis[] {
  return Object.values(datasets)
    .flatMap(({ contract, analyses }) => analyses.map((analysis) => ({ ...analysis, dataset: contract.name })))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The SQL of a named analysis and its parameters, of which those that are not set have their initial value. Throws a usage error
 * for a name that is none, and for a parameter that it has not or that needs a value.
 */
export function findAnalysis(
  name: string,
  set: Readonly<Record<string, string>>,
): { sql: string; parameters: Record<string, string> } {
  const all = listAnalyses();
  const found = all.find((analysis) => analysis.name === name);
  if (!found)
    throw new PaylakeError(
      'usage',
      `no analysis is called "${name}"`,
      `use one of: ${all.map((one) => one.name).join(', ')}`,
    );
  const { dataset, parameters } = found;
  const known = parameters.map((parameter) => parameter.name);
  const strange = Object.keys(set).find((key) => !known.includes(key));
  if (strange !== undefined)
    throw new PaylakeError('usage', `${name} has no parameter "${strange}"`, `it has: ${known.join(', ') || 'none'}`);
  const values = parameters.map(({ name: key, initial }) => [key, set[key] ?? initial] as const);
  const missing = values.find(([, value]) => value === undefined || value === '');
  if (missing) throw new PaylakeError('usage', `${name} needs ${missing[0]}`, `add --set ${missing[0]}=VALUE`);
  const [sql = ''] = readStatements([`${dataset}/analysis/${name}.sql`]);
  return { sql, parameters: Object.fromEntries(values) as Record<string, string> };
}

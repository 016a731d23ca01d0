import { isDirect, type Source } from '../source.ts';
import type { KnownTable } from './known-tables.ts';
import { type DatasetName, type Facet, toFacet } from './openlineage.ts';

/** Its columns, and where they come from: of the tables that `nameOf` knows. */
export function datasetFacets(
  table: KnownTable,
  nameOf: (table: string) => DatasetName | undefined,
): Record<string, Facet> {
  const fields = table.columns.map(({ name, type }) => ({ name, ...(type && { type }) }));
  const traced = table.columns.map(
    ({ name, sources }) => [name, { inputFields: toInputFields(sources, nameOf) }] as const,
  );
  const lineage = Object.fromEntries(traced.filter(([, { inputFields }]) => inputFields.length > 0));
  const dataset = toInputFields(table.rows, nameOf);
  return {
    schema: toFacet('SchemaDatasetFacet', { fields }),
    columnLineage: toFacet('ColumnLineageDatasetFacet', { fields: lineage, ...(dataset.length > 0 && { dataset }) }),
  };
}

type InputField = DatasetName & { field: string; transformations: Transformation[] };
type Transformation = { type: 'DIRECT' | 'INDIRECT'; subtype: string; masking: boolean };

/** Each column once, with all the ways in which it counts. */
function toInputFields(sources: readonly Source[], nameOf: (table: string) => DatasetName | undefined): InputField[] {
  const fields = new Map<string, InputField>();
  for (const { table, column, use, masked } of sources) {
    const name = nameOf(table);
    if (!name) continue;
    const key = JSON.stringify([table, column]);
    const field = fields.get(key) ?? { ...name, field: column, transformations: [] };
    const type = isDirect(use) ? 'DIRECT' : 'INDIRECT';
    field.transformations.push({ type, subtype: use.toUpperCase(), masking: masked ?? false });
    fields.set(key, field);
  }
  return [...fields.values()];
}

import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const read = (name: string): { $id: string } =>
  JSON.parse(readFileSync(new URL(`../../fixtures/openlineage/${name}.json`, import.meta.url), 'utf8'));
const facetSchemas = ['ColumnLineageDatasetFacet', 'SchemaDatasetFacet', 'ErrorMessageRunFacet'].map(read);
// The published schemas carry examples, which are no keyword of the standard's.
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const spec = read('OpenLineage');
for (const schema of [spec, ...facetSchemas]) ajv.addSchema(schema);

/** What the published schemas find wrong with an event and with the facets it has. */
export function validateEvent(event: object): string[] {
  return [
    ...check(`${spec.$id}#/$defs/RunEvent`, event),
    ...facetsOf(event).flatMap((facet) => check(facet._schemaURL, facet)),
  ];
}

function check(schema: string, value: object): string[] {
  const validate = ajv.getSchema(schema);
  if (!validate) return [`no schema ${schema}`];
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** Every object within that says which schema it keeps. */
function facetsOf(value: unknown): { _schemaURL: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = '_schemaURL' in value ? [value as { _schemaURL: string }] : [];
  return [...own, ...Object.values(value).flatMap(facetsOf)];
}

/** What we say of OpenLineage 2-0-2, in its own names. */
export type RunEvent = {
  eventType: 'START' | 'COMPLETE' | 'FAIL';
  eventTime: string;
  run: { runId: string; facets?: Record<string, Facet> };
  job: { namespace: string; name: string };
  inputs: EventDataset[];
  outputs: EventDataset[];
  producer: string;
  schemaURL: string;
};

export type DatasetName = { namespace: string; name: string };
export type EventDataset = DatasetName & { facets?: Record<string, Facet> };
export type Facet = { _producer: string; _schemaURL: string; [field: string]: unknown };

export const producer = 'urn:paylake:pipeline';
export const schemaUrl = 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent';

const facetVersions = {
  ColumnLineageDatasetFacet: '1-2-0',
  SchemaDatasetFacet: '1-2-0',
  ErrorMessageRunFacet: '1-0-1',
};

/** A facet of a published kind. */
export function toFacet(kind: keyof typeof facetVersions, fields: Record<string, unknown>): Facet {
  const _schemaURL = `https://openlineage.io/spec/facets/${facetVersions[kind]}/${kind}.json#/$defs/${kind}`;
  return { _producer: producer, _schemaURL, ...fields };
}

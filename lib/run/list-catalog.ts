import { forEachLimited } from '../lake/for-each-limited.ts';
import { catalogPrefix } from '../lake/keys.ts';
import { type Bucket, listObjects, needJson } from '../lake/objects.ts';
import type { CatalogDate } from './records.ts';

/** Every event date that is published of a dataset. */
export async function listCatalog(silver: Bucket, dataset: string): Promise<CatalogDate[]> {
  const objects = await listObjects(silver, catalogPrefix(dataset));
  return forEachLimited(objects, 32, ({ key }) => needJson<CatalogDate>(silver, key));
}

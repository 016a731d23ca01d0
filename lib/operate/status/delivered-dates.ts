import { feedsOf } from '../../datasets/find-feed.ts';
import { dateOfFolder } from '../../lake/keys.ts';
import { type Bucket, listFolders } from '../../lake/objects.ts';

/** Ingest dates that have files of any feed of the dataset, earliest first. */
export async function deliveredDates(bronze: Bucket, dataset: string): Promise<string[]> {
  const dates = new Set<string>();
  for (const { name } of feedsOf(dataset)) {
    for (const folder of await listFolders(bronze, `${name}/`)) dates.add(dateOfFolder(folder));
  }
  return [...dates].sort();
}

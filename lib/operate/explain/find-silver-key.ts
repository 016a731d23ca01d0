import type { Contract } from '../../contracts/contract.ts';
import { catalogKey, oldEventDatePrefix, partitionKey } from '../../lake/keys.ts';
import { type Bucket, getJson } from '../../lake/objects.ts';
import type { CatalogDate } from '../../run/records.ts';

/**
 * The Silver file a row stands in, by its date's catalog: that of its value, that of all values, or one of the old layout. Of a
 * date that is not published yet, where it would stand among many.
 */
export async function findSilverKey(
  silver: Bucket,
  contract: Contract,
  row: Record<string, string | null>,
): Promise<string> {
  const [eventDate, second] = contract.partitionBy;
  const [date, value] = [row[eventDate] ?? '', row[second] ?? ''];
  const catalog = await getJson<CatalogDate>(silver, catalogKey(contract.name, date));
  const own = partitionKey(contract, date, value);
  const old = `${oldEventDatePrefix(contract, date)}${second}=${value}/part-0000.parquet`;
  const places = [own, partitionKey(contract, date, null), old];
  return catalog?.value.partitions.find(({ key }) => places.includes(key))?.key ?? own;
}

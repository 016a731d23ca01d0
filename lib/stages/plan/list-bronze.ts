import { createHash } from 'node:crypto';
import type { Contract } from '../../contracts/contract.ts';
import { feedsOf } from '../../datasets/find-feed.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { bronzePrefix, withdrawalKey, withdrawalsPrefix } from '../../lake/keys.ts';
import { type Bucket, listObjects } from '../../lake/objects.ts';
import { datesOf } from '../../run/calendar.ts';
import type { PlannedDate } from '../../run/records.ts';

/**
 * The ingest dates of a range that have Bronze files, each with its files and fingerprint. A withdrawn file is none of them; a date
 * that has no other is there all the same, with no file, so that its rows leave.
 */
export async function listBronze(
  { bronze, silver }: { bronze: Bucket; silver: Bucket },
  contract: Contract,
  range: { from: string; to: string },
): Promise<Omit<PlannedDate, 'derive' | 'released'>[]> {
  const words = new Set((await listObjects(silver, withdrawalsPrefix(contract.name))).map(({ key }) => key));
  const isWithdrawn = ({ key }: { key: string }): boolean => words.has(withdrawalKey(contract.name, key));
  const dates = await forEachLimited(datesOf(range.from, range.to), 16, async (ingestDate) => {
    const listed = [];
    for (const { name } of feedsOf(contract.name)) {
      for (const object of await listObjects(bronze, bronzePrefix(name, ingestDate))) {
        // The console makes such a key for what it shows as a folder.
        if (!object.key.endsWith('/')) listed.push({ ...object, feed: name });
      }
    }
    return { ingestDate, listed };
  });
  return dates
    .filter(({ listed }) => listed.length > 0)
    .map(({ ingestDate, listed }) => {
      const counted = listed.filter((file) => !isWithdrawn(file));
      return {
        ingestDate,
        fingerprint: fingerprint(contract, counted),
        files: counted.map(({ key, size, feed }) => ({ key, size, feed })),
        withdrawn: listed.filter(isWithdrawn).map(({ key }) => key),
      };
    });
}

/**
 * Hash of all that accepted rows are a function of: the files, the contract and the declarations of their feeds. Not the gate:
 * it judges runs, not rows, and what an operator accepted of these files stays accepted when a limit moves. Nor how paths spell
 * a value. Nor what the contract has gained: a date that is published has none of it, and is not to be derived anew for that.
 */
function fingerprint(
  { gate: _, partitionPrefix: __, ...contract }: Contract,
  files: readonly { key: string; size: number; etag: string; feed: string }[],
): string {
  const inputs = {
    contract: withoutAdditions(contract),
    feeds: feedsOf(contract.name).filter(({ name }) => files.some(({ feed }) => feed === name)),
    files: files.map(({ key, size, etag }) => [key, size, etag]),
  };
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 32);
}

/** The contract as if it had never gained a column: of a version as many lower. */
function withoutAdditions<C extends Pick<Contract, 'version' | 'columns'>>(contract: C): C {
  const additions = new Set(contract.columns.flatMap(({ since }) => since ?? []));
  return {
    ...contract,
    version: contract.version - additions.size,
    columns: contract.columns.filter(({ since }) => since === undefined),
  };
}

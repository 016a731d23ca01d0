import { feedsOf, findFeed } from '../../datasets/find-feed.ts';
import { PaylakeError } from '../../errors.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { bronzeKey, bronzePrefix } from '../../lake/keys.ts';
import { type Bucket, listObjects } from '../../lake/objects.ts';

/** Throws a usage error where a date holds files of the dataset that this generation, of the files `names`, would not write. */
export async function refuseRealFiles(
  bronze: Bucket,
  feed: string,
  ingestDate: string,
  names: readonly string[],
): Promise<void> {
  const listed = await forEachLimited(feedsOf(findFeed(feed).dataset), 4, ({ name }) =>
    listObjects(bronze, bronzePrefix(name, ingestDate)),
  );
  const present = listed.flat().map(({ key }) => key);
  const own = names.map((name) => bronzeKey(feed, ingestDate, name));
  const isComplete = own.every((key) => present.includes(key));
  const foreign = present.find((key) => !own.includes(key));
  if (foreign === undefined || isComplete) return;
  throw new PaylakeError(
    'usage',
    `Bronze holds ${foreign}, which this generator run would not write: made-up rows are never mixed with others`,
    'generate other dates, or into another home (--home DIR)',
  );
}

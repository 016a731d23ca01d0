import { PaylakeError } from '../errors.ts';
import { checkFeeds } from '../feeds/check/check-feeds.ts';
import type { Feed } from '../feeds/feed.ts';
import type { Dataset } from './dataset.ts';
import { datasets } from './index.ts';

/** Every feed of every dataset, by name. */
export const feeds: Record<string, Feed> = checkFeeds(Object.values(datasets).flatMap(feedsWithKeys));

/** The feeds of a dataset. Beyond a look-back an id is another record, which the fact's key has to tell apart. */
export function feedsWithKeys({ contract, feeds: own }: Dataset): readonly Feed[] {
  const { name, key, eventDate } = contract;
  const limited = own.find(({ lookbackDays }) => lookbackDays !== 'unlimited');
  if (!limited || key.includes(eventDate)) return own;
  throw new PaylakeError(
    'usage',
    `the key of ${name} lacks ${eventDate}, and feed "${limited.name}" lets an id be used again after its look-back`,
    `add ${eventDate} to the key, or give the feed lookbackDays: 'unlimited'`,
  );
}

/** The feed of a name; throws a usage error that names the known ones. */
export function findFeed(name: string): Feed {
  const feed = Object.hasOwn(feeds, name) ? feeds[name] : undefined;
  if (feed) return feed;
  throw new PaylakeError('usage', `unknown feed "${name}"`, `use one of: ${Object.keys(feeds).sort().join(', ')}`);
}

/** The feeds that deliver a dataset, by name. */
export function feedsOf(dataset: string): Feed[] {
  return Object.values(feeds)
    .filter((feed) => feed.dataset === dataset)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

import { PaylakeError } from '../errors.ts';
import { checkFeeds } from '../feeds/check/check-feeds.ts';
import type { Feed } from '../feeds/feed.ts';
import { datasets } from './index.ts';

/** Every feed of every dataset, by name. */
export const feeds: Record<string, Feed> = checkFeeds(Object.values(datasets).flatMap((dataset) => dataset.feeds));

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

import { PaylakeError } from '../errors.ts';
import { checkFeed } from './check/check-feed.ts';
import type { Feed } from './feed.ts';

/**
 * A feed's declaration, checked as far as it can be without a file. Names that are not in its header do not compile; whatever else
 * is wrong is thrown as one usage error that names all of it.
 */
export function defineFeed<const Name extends string>(feed: Feed<Name>): Feed {
  const problems = checkFeed(feed);
  if (problems.length === 0) return feed;
  throw new PaylakeError('usage', `feed "${feed.name}": ${problems.join('; ')}`, [
    'mend its declaration (docs/feeds.md has every field), then ',
    { command: `feed check ${feed.name}`, args: { input: 'FILE' } },
  ]);
}

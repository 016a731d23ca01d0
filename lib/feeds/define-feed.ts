import type { Feed } from './feed.ts';
export function defineFeed<const Name extends string>(feed: Feed<Name>): Feed {
  return feed as unknown as Feed;
}

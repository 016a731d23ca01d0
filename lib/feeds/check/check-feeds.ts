import { PaylakeError } from '../../errors.ts';
import type { Feed } from '../feed.ts';

/** Feeds by name. Throws where two have one name, or ids of two feeds of a dataset could meet. */
export function checkFeeds(feeds: readonly Feed[]): Record<string, Feed> {
  for (const [at, feed] of feeds.entries()) {
    for (const other of feeds.slice(0, at)) {
      if (feed.name === other.name) throw refused(`two feeds are called "${feed.name}"`, 'rename one');
      if (feed.dataset !== other.dataset) continue;
      const [a, b] = [other.idPrefix ?? '', feed.idPrefix ?? ''];
      const both = `feeds "${other.name}" and "${feed.name}" of dataset ${feed.dataset}`;
      if (a === '' && b === '')
        throw refused(`${both} have no idPrefix: equal ids would be one transaction`, 'give one of them an idPrefix');
      if (a !== '' && b !== '' && (a.startsWith(b) || b.startsWith(a)))
        throw refused(`idPrefix "${a}" and "${b}" of ${both} begin alike: their ids could meet`, 'change one of them');
    }
  }
  return Object.fromEntries(feeds.map((feed) => [feed.name, feed]));
}

function refused(message: string, next: string): PaylakeError {
  return new PaylakeError('usage', message, next);
}

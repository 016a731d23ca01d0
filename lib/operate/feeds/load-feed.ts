import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findFeed } from '../../datasets/find-feed.ts';
import { PaylakeError } from '../../errors.ts';
import type { Feed } from '../../feeds/feed.ts';

/** A registered feed by its name, or the one that a TypeScript file exports. Its declaration is checked as it is loaded. */
export async function loadFeed(nameOrPath: string): Promise<Feed> {
  if (!/[/\\]|\.[cm]?[jt]s$/.test(nameOrPath)) return findFeed(nameOrPath);
  const path = resolve(nameOrPath);
  if (!existsSync(path))
    throw new PaylakeError('usage', `${nameOrPath} is not there`, 'name a registered feed, or a file that exports one');
  const exported = Object.values(await importFeed(path, nameOrPath)).filter(isFeed);
  const [feed] = exported;
  if (feed && exported.length === 1) return feed;
  throw new PaylakeError(
    'usage',
    `${nameOrPath} exports ${exported.length === 0 ? 'no feed' : `${exported.length} feeds`}`,
    'export one: export const myFeed = defineFeed({ ... })',
  );
}

async function importFeed(path: string, shown: string): Promise<Record<string, unknown>> {
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    if (error instanceof PaylakeError) {
      const next = `mend ${shown} (docs/feeds.md has every field), then repeat this command`;
      throw new PaylakeError(error.kind, error.message, next);
    }
    const reason = error instanceof Error ? (error.stack?.split('\n    at ')[0] ?? error.message) : String(error);
    throw new PaylakeError('usage', `${shown} cannot be loaded: ${reason}`, `mend ${shown}, then repeat this command`);
  }
}

function isFeed(value: unknown): value is Feed {
  return typeof value === 'object' && value !== null && 'dataset' in value && 'shape' in value && 'zone' in value;
}

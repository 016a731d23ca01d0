import { findFeed } from '../datasets/find-feed.ts';
import { defaultDataset } from './dataset-flag.ts';

/**
 * The dataset that an execution's input is about, however wrong the rest of it is: the one it names, that of the feed it names, else
 * the default.
 *
 * @param input the request, or its JSON text.
 */
export function datasetNamed(input: unknown): string {
  try {
    const request: unknown = typeof input === 'string' ? JSON.parse(input) : input;
    const { dataset, feed } = (request ?? {}) as { dataset?: unknown; feed?: unknown };
    if (typeof dataset === 'string') return dataset;
    return typeof feed === 'string' ? findFeed(feed).dataset : defaultDataset;
  } catch {
    return defaultDataset;
  }
}

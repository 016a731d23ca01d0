import { validationError } from '../api-error.ts';
import type { RequestBody } from './request-body.ts';

/** A page of a list by MaxResults and NextToken; the token is the key of the last item seen, so new items do not shift it. */
export function readPage<T>(
  body: RequestBody,
  items: readonly T[],
  maxResults: number,
  keyOf: (item: T) => string,
): { items: T[]; next?: string } {
  const size = body.integer('MaxResults', 0, maxResults) || maxResults;
  const token = body.text('NextToken');
  const last = token === undefined ? undefined : Buffer.from(token, 'base64url').toString('utf8');
  const start = last === undefined ? 0 : items.findIndex((item) => keyOf(item) === last) + 1;
  if (last !== undefined && start === 0) throw validationError('NextToken is not valid');
  const page = items.slice(start, start + size);
  const lastItem = page.at(-1);
  const hasMore = start + size < items.length && lastItem !== undefined;
  return { items: page, next: hasMore ? Buffer.from(keyOf(lastItem)).toString('base64url') : undefined };
}

import type { Contract } from '../../contracts/contract.ts';
import { contracts } from '../../datasets/contracts.ts';
import type { Feed } from '../feed.ts';
import { isZone } from '../map/in-zone.ts';
import { checkShape } from './check-shape.ts';
import { unknownKeys } from './unknown-keys.ts';

const keys = ['name', 'dataset', 'description', 'zone', 'lateDays', 'lookbackDays', 'idPrefix', 'shape'];

/**
 * Everything that is wrong with a declaration, before a file is read by it; empty if nothing is. Each says where in the declaration, which
 * value, and what is allowed.
 */
export function checkFeed(feed: Feed): string[] {
  try {
    return findProblems(feed);
  } catch (error) {
    // Whoever declares without the compiler may leave out what the types call for.
    if (!(error instanceof TypeError)) throw error;
    return [`a part of it is missing or of another type (${error.message}): npx tsc names the place`];
  }
}

function findProblems(feed: Feed): string[] {
  const contract = Object.hasOwn(contracts, feed.dataset) ? contracts[feed.dataset] : undefined;
  const isCount = (days: number | 'unlimited'): boolean =>
    days === 'unlimited' || (Number.isInteger(days) && days >= 0);
  return [
    ...unknownKeys(feed, keys),
    ...(/^[a-z0-9][a-z0-9-]*$/.test(feed.name) ? [] : [`name "${feed.name}" is not made of a-z, 0-9 and -`]),
    ...(isZone(feed.zone) && !/^[+-]/.test(feed.zone)
      ? []
      : [`zone "${feed.zone}" is not known: name a place such as Asia/Seoul, or UTC`]),
    ...(['lateDays', 'lookbackDays'] as const)
      .filter((key) => !isCount(feed[key]))
      .map((key) => `${key} "${feed[key]}" is neither a count of days nor unlimited`),
    ...(contract
      ? [...checkPrefix(feed, contract), ...checkShape(feed.shape, contract)]
      : [
          `dataset "${feed.dataset}" is not in lib/datasets/contracts.ts, where there are ${Object.keys(contracts).sort().join(', ')}`,
        ]),
  ];
}

const longestPrefix = 16;

function checkPrefix({ idPrefix }: Feed, contract: Contract): string[] {
  const type = contract.columns.find(({ name }) => name === contract.id)?.type;
  if (idPrefix === undefined || type?.kind !== 'text') return [];
  const fits = new RegExp(type.pattern ?? '').test(`${idPrefix}${'0'.repeat(32)}`);
  if (idPrefix !== '' && idPrefix.length <= longestPrefix && fits) return [];
  return [`idPrefix "${idPrefix}" is not 1 to ${longestPrefix} characters of an id, which are ${type.pattern}`];
}

import { findContract } from '../../datasets/find-contract.ts';
import { journalKey } from '../../lake/keys.ts';
import { type Bucket, needJson } from '../../lake/objects.ts';
import type { TellProgress } from '../../run/item-progress.ts';
import type { Decision } from '../../run/records.ts';
import { publishAccepted } from './publish-accepted.ts';
import { publishPart } from './publish-part.ts';

/**
 * Publish: one piece of the decided run (see `unitsOf`). Doing it again changes nothing. Says by how many bytes the data that
 * is kept has grown.
 *
 * @param options.tell told how much of a staged file's rows is published.
 */
export async function publishUnit(
  silver: Bucket,
  dataset: string,
  unit: string,
  options: { memoryMiB: number; tell?: TellProgress },
): Promise<{ grownBytes: number }> {
  const decision = await needJson<Decision>(silver, journalKey(dataset));
  if (unit === 'accepted') return publishAccepted(silver, decision);
  const part = decision.parts.find(({ name }) => name === unit);
  if (!part) throw new Error(`${unit} is no part of ${decision.runId}`);
  return publishPart(silver, findContract(dataset), part, options);
}

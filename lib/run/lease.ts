import { leaseKey } from '../lake/keys.ts';
import { type Bucket, getJson, isErrorNamed, putJson, removeObject } from '../lake/objects.ts';

/** Who may publish a dataset, and until when. One object, taken and passed on by conditional writes only. */
export type Lease = { owner: string; runId: string; acquiredAt: string; expiresAt: string };

/** Whether the execution that holds a lease can still write: `ended` only when none of its functions can be left. */
export type OwnerState = 'running' | 'ended' | 'unknown';

export type Claim = {
  /** ARN of the execution that claims. */
  owner: string;
  runId: string;
  now: Date;
  /** Longer than an execution can last. */
  seconds: number;
  ownerState: (owner: string) => Promise<OwnerState>;
};

/**
 * Takes the dataset's lease, again if the claimer already has it. A lease passes on when it has expired or when the
 * execution that held it has ended. Returns the holder's lease when it is someone else's.
 */
export async function takeLease(silver: Bucket, dataset: string, claim: Claim): Promise<Lease | undefined> {
  const key = leaseKey(dataset);
  const lease: Lease = {
    owner: claim.owner,
    runId: claim.runId,
    acquiredAt: claim.now.toISOString(),
    expiresAt: new Date(claim.now.getTime() + claim.seconds * 1000).toISOString(),
  };
  if (await putJson(silver, key, lease, { ifAbsent: true })) return undefined;
  const held = await getJson<Lease>(silver, key);
  if (!held) return takeLease(silver, dataset, claim);
  if (held.value.owner === claim.owner) return undefined;
  const free = held.value.expiresAt < lease.acquiredAt || (await claim.ownerState(held.value.owner)) === 'ended';
  if (!free) return held.value;
  if (await putJson(silver, key, lease, { ifEtag: held.etag })) return undefined;
  return takeLease(silver, dataset, claim);
}

/** Throws unless the execution still holds the lease: a run that lost it must not write another thing. */
export async function assertLease(silver: Bucket, dataset: string, owner: string): Promise<void> {
  const held = await getJson<Lease>(silver, leaseKey(dataset));
  if (held?.value.owner !== owner) {
    throw new Error(`the lease on ${dataset} is no longer held by ${owner} but by ${held?.value.owner ?? 'nobody'}`);
  }
}

/** Lets the execution's lease end at a moment, if it has it: a failed run whose functions may still be writing. */
export async function shortenLease(silver: Bucket, dataset: string, owner: string, until: Date): Promise<void> {
  const held = await getJson<Lease>(silver, leaseKey(dataset));
  if (held?.value.owner !== owner) return;
  await putJson(silver, leaseKey(dataset), { ...held.value, expiresAt: until.toISOString() }, { ifEtag: held.etag });
}

/** Gives the lease back if the execution has it. */
export async function releaseLease(silver: Bucket, dataset: string, owner: string): Promise<void> {
  const held = await getJson<Lease>(silver, leaseKey(dataset));
  if (held?.value.owner !== owner) return;
  await removeObject(silver, leaseKey(dataset), held.etag).catch((error) => {
    // It passed on in between: it is no longer ours to give back.
    if (!isErrorNamed(error, 'PreconditionFailed')) throw error;
  });
}

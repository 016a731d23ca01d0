import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { leaseKey } from '../../lib/lake/keys.ts';
import { type Bucket, getJson } from '../../lib/lake/objects.ts';
import { executionTimeoutSeconds, leaseSeconds } from '../../lib/pipeline.ts';
import { assertLease, type Claim, type Lease, releaseLease, shortenLease, takeLease } from '../../lib/run/lease.ts';
import { type ScratchEndpoint, startScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';

let endpoint: ScratchEndpoint;
let silver: Bucket;
let dataset = '';
let count = 0;
beforeAll(async () => {
  endpoint = await startScratchEndpoint();
  silver = { s3: endpoint.client, name: endpoint.bucket };
});
afterAll(() => endpoint.remove());

/** Each test has a dataset, and so a lease, of its own. */
const newDataset = (): void => {
  dataset = `dataset-${count++}`;
};
const noon = new Date('2025-09-01T03:00:00.000Z');
const later = (seconds: number): Date => new Date(noon.getTime() + seconds * 1000);

function claim(owner: string, more: Partial<Claim> = {}): Promise<Lease | undefined> {
  const usual = { runId: `run-of-${owner}`, now: noon, seconds: 100, ownerState: async () => 'running' as const };
  return takeLease(silver, dataset, { owner, ...usual, ...more });
}
const holder = async (): Promise<string | undefined> => (await getJson<Lease>(silver, leaseKey(dataset)))?.value.owner;

describe('the lease', () => {
  test('is taken by the first and names its holder to the second', async () => {
    newDataset();
    expect(await claim('a')).toBeUndefined();
    expect(await claim('b')).toEqual({
      owner: 'a',
      runId: 'run-of-a',
      acquiredAt: '2025-09-01T03:00:00.000Z',
      expiresAt: '2025-09-01T03:01:40.000Z',
    });
    expect(await holder()).toBe('a');
  });

  test('has one owner however many claim at once', async () => {
    for (let round = 0; round < 10; round++) {
      newDataset();
      const owners = Array.from({ length: 12 }, (_, number) => `owner-${number}`);
      const answers = await Promise.all(owners.map((owner) => claim(owner)));
      const winners = owners.filter((_, at) => answers[at] === undefined);
      expect(winners).toEqual([await holder()]);
      for (const answer of answers) expect(answer?.owner ?? winners[0]).toBe(winners[0]);
    }
  });

  test('is re-entrant for its own execution, as often as it asks', async () => {
    newDataset();
    await claim('a');
    for (let again = 0; again < 3; again++) expect(await claim('a', { now: later(50) })).toBeUndefined();
    expect(await holder()).toBe('a');
  });

  test('is not re-entrant for another execution under the same run id', async () => {
    newDataset();
    await claim('a', { runId: 'same' });
    expect(await claim('b', { runId: 'same' })).toMatchObject({ owner: 'a' });
  });

  test('leases of two datasets are two', async () => {
    newDataset();
    await claim('a');
    newDataset();
    expect(await claim('b')).toBeUndefined();
  });

  test('outlives the longest execution, so that one that expired has no living owner', () => {
    expect(leaseSeconds).toBeGreaterThan(executionTimeoutSeconds);
  });
});

describe('passing on', () => {
  test('an expired lease is taken over, one that is about to expire is not', async () => {
    newDataset();
    await claim('a');
    expect(await claim('b', { now: later(99) })).toMatchObject({ owner: 'a' });
    expect(await claim('b', { now: later(100) })).toMatchObject({ owner: 'a' });
    expect(await claim('b', { now: later(101) })).toBeUndefined();
    expect(await holder()).toBe('b');
    expect(await claim('c', { now: later(150) })).toMatchObject({ owner: 'b', expiresAt: later(201).toISOString() });
  });

  test('an expired lease has one heir however many claim at once', async () => {
    for (let round = 0; round < 10; round++) {
      newDataset();
      await claim('dead');
      const owners = Array.from({ length: 12 }, (_, number) => `owner-${number}`);
      const answers = await Promise.all(owners.map((owner) => claim(owner, { now: later(1000) })));
      expect(owners.filter((_, at) => answers[at] === undefined)).toEqual([await holder()]);
      for (const answer of answers) expect(answer?.owner).not.toBe('dead');
    }
  });

  test.each([
    ['ended', undefined],
    ['running', 'a'],
    ['unknown', 'a'],
  ] as const)('a holder that is %s', async (state, holding) => {
    newDataset();
    await claim('a');
    const asked: string[] = [];
    const ownerState = async (owner: string) => {
      asked.push(owner);
      return state;
    };
    expect((await claim('b', { ownerState }))?.owner).toBe(holding);
    expect(asked).toEqual(['a']);
  });
});

describe('giving back', () => {
  test('frees the lease for anyone', async () => {
    newDataset();
    await claim('a');
    await releaseLease(silver, dataset, 'a');
    expect(await holder()).toBeUndefined();
    expect(await claim('b')).toBeUndefined();
  });

  test('later: a shortened lease holds until then and passes on after', async () => {
    newDataset();
    await shortenLease(silver, dataset, 'a', later(1));
    expect(await holder(), 'nobody has it').toBeUndefined();
    await claim('a');
    await shortenLease(silver, dataset, 'a', later(50));
    await shortenLease(silver, dataset, 'b', later(1));
    expect((await claim('b', { now: later(49) }))?.owner).toBe('a');
    expect(await claim('b', { now: later(51) })).toBeUndefined();
    expect(await holder()).toBe('b');
  });

  test('by someone else, or twice, does nothing', async () => {
    newDataset();
    await releaseLease(silver, dataset, 'a');
    await claim('a');
    await releaseLease(silver, dataset, 'b');
    expect(await holder()).toBe('a');
    await releaseLease(silver, dataset, 'a');
    await releaseLease(silver, dataset, 'a');
    expect(await holder()).toBeUndefined();
  });

  test('by the former owner of a lease that passed on leaves it with the new one', async () => {
    newDataset();
    await claim('a');
    await claim('b', { now: later(200) });
    await releaseLease(silver, dataset, 'a');
    expect(await holder()).toBe('b');
  });

  /** Does something once, between what the next of these commands looked at and what it does. */
  const meanwhile = (command: string, act: () => Promise<unknown>): void => {
    const { middlewareStack } = silver.s3;
    middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName === command) {
          middlewareStack.remove('meanwhile');
          await act();
        }
        return next(args);
      },
      { step: 'initialize', name: 'meanwhile' },
    );
  };

  test('law 11: that passes on between the look and the delete stays with the new owner', async () => {
    newDataset();
    await claim('a');
    meanwhile('DeleteObjectCommand', () => claim('b', { now: later(200) }));
    await releaseLease(silver, dataset, 'a');
    expect(await holder()).toBe('b');
  });

  test('law 11: that passes on between the look and the shortening stays with the new owner', async () => {
    newDataset();
    await claim('a');
    meanwhile('PutObjectCommand', () => claim('b', { now: later(200) }));
    await shortenLease(silver, dataset, 'a', later(50));
    expect(await holder()).toBe('b');
  });

  test('and taken by another while somebody looked is claimed anew, and has one owner', async () => {
    newDataset();
    await claim('a');
    meanwhile('GetObjectCommand', () => releaseLease(silver, dataset, 'a'));
    expect(await claim('b')).toBeUndefined();
    expect(await holder()).toBe('b');
  });

  test('that the store refuses for another reason is told', async () => {
    newDataset();
    await claim('a');
    meanwhile('DeleteObjectCommand', () => Promise.reject(new Error('no access')));
    await expect(releaseLease(silver, dataset, 'a')).rejects.toThrow('no access');
    expect(await holder()).toBe('a');
  });

  test('a run that lost the lease must stop', async () => {
    newDataset();
    await expect(assertLease(silver, dataset, 'a')).rejects.toThrow(
      `the lease on ${dataset} is no longer held by a but by nobody`,
    );
    await claim('a');
    await expect(assertLease(silver, dataset, 'a')).resolves.toBeUndefined();
    await claim('b', { now: later(200) });
    await expect(assertLease(silver, dataset, 'a')).rejects.toThrow(/by a but by b$/);
  });

  test('and claiming at once leave one owner or none', async () => {
    for (let round = 0; round < 10; round++) {
      newDataset();
      await claim('a');
      const owners = ['b', 'c', 'd', 'e'];
      const [, ...answers] = await Promise.all([
        releaseLease(silver, dataset, 'a'),
        ...owners.map((owner) => claim(owner)),
      ]);
      const winners = owners.filter((_, at) => answers[at] === undefined);
      expect(winners).toEqual([await holder()].filter((owner) => owner !== undefined));
    }
  });
});

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, expect, test } from 'vitest';
import { bodyOf, completePending, etagOf, type KeyState, kindOf, type Version, writeNext } from './crash-workload.ts';
import { type ForkedServer, forkServer } from './fork-server.ts';
import { createClient, foldersIn } from './scratch-endpoint.ts';

const seed = Number(process.env.PAYLAKE_SEED ?? Date.now() % 1_000_000);
const rounds = Number(process.env.PAYLAKE_CRASH_ROUNDS ?? 10);
const folder = mkdtempSync(join(tmpdir(), 'paylake-s3-crash-'));
const bucket = 'paylake-crash';

let server: ForkedServer | undefined;

afterAll(async () => {
  await server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

test(`kill -9 at random moments leaves every object old or new (PAYLAKE_SEED=${seed})`, async () => {
  console.log(`crash test: PAYLAKE_SEED=${seed} PAYLAKE_CRASH_ROUNDS=${rounds}`);
  const random = createRandom(seed);
  const states: KeyState[] = ['a/1', 'a/2', 'a/b/1', 'c/d/e/1', 'f', 'g', 'h/1', 'i'].map((key) => ({
    key,
    settled: 0,
  }));
  let version: Version = 0;
  server = await forkServer(folder);
  let client = createClient(server.url);
  await client.send(new CreateBucketCommand({ Bucket: bucket }));

  for (let round = 0; round < rounds; round += 1) {
    const work = states.map(async (state) => {
      for (;;) {
        version += 1;
        await writeNext(client, bucket, state, version);
      }
    });
    const ended = Promise.allSettled(work);
    await sleep(random() * 60);
    await server.kill();
    await ended;
    client.destroy();

    server = await forkServer(folder);
    client = createClient(server.url);
    for (const state of states) await verify(client, state);
    await verifyFolders(client);
  }
  client.destroy();
  expect(version).toBeGreaterThan(rounds * 5);
});

/** Holds a key against its two possible versions and settles which one it is. */
async function verify(client: S3Client, state: KeyState): Promise<void> {
  const found = await readVersion(client, state.key);
  const possible = [state.settled, state.pending].filter((one) => one !== undefined);
  const shown = possible.map((one) => (kindOf(one) === 'delete' ? 0 : one));
  expect(shown, `key ${state.key}`).toContain(found);
  state.settled = found;
  if (state.upload !== undefined && state.pending !== undefined) {
    await completePending(client, bucket, state);
    expect(await readVersion(client, state.key)).toBe(state.pending);
    state.settled = state.pending;
  }
  state.pending = undefined;
}

/** The version at a key, 0 for none; everything about it must be of one and the same version. */
async function readVersion(client: S3Client, key: string): Promise<Version> {
  try {
    const got = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' }));
    const found = Number(got.Metadata?.version);
    expect(found, `metadata of ${key}`).toBeGreaterThan(0);
    const bytes = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
    expect(bytes.subarray(0, 40).toString('latin1')).toBe(bodyOf(key, found).subarray(0, 40).toString('latin1'));
    expect(bytes.equals(bodyOf(key, found))).toBe(true);
    expect(got.ETag).toBe(etagOf(key, found));
    if (kindOf(found) !== 'multipart') expect(got.ChecksumCRC32).toBeDefined();
    return found;
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return 0;
    throw error;
  }
}

/** Nothing but objects under the bucket, and no leftovers beside it. */
async function verifyFolders(client: S3Client): Promise<void> {
  const { root, tmpRoot, metaRoot } = foldersIn(folder);
  const files = readdirSync(join(root, bucket), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, bucket).length + 1));
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
  expect(Contents.map(({ Key }) => Key)).toEqual(files.toSorted());
  expect(readdirSync(tmpRoot).filter((name) => name !== 'uploads')).toHaveLength(1);
  await expect.poll(() => countRecords(metaRoot), { timeout: 5000 }).toBe(files.length);
}

function countRecords(metaRoot: string): number {
  return readdirSync(metaRoot, { recursive: true }).filter((name) => String(name).endsWith('.json')).length;
}

function createRandom(from: number): () => number {
  let state = from;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

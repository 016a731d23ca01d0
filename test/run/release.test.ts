import { expect, test } from 'vitest';
import { isReleased, type Release, type ReleaseWord } from '../../lib/run/release.ts';

const said = (...says: ReleaseWord['says'][]): Release => ({
  dataset: 'transactions',
  ingestDate: '2025-09-02',
  words: says.map((each) => ({ says: each, at: '', by: '', reason: '', rows: 1, held: [] })),
});

test.for([
  ['no word', undefined, false],
  ['a release', said('released'), true],
  ['a release that was taken back', said('released', 'withdrawn'), false],
  ['a release without a word left', said(), true],
  ['a release said again', said('released', 'withdrawn', 'released'), true],
  ['a release of an earlier version, which had no words', { dataset: 'transactions', ingestDate: '2025-09-02' }, true],
] as const)('%s: late rows are accepted, %s', ([, release, expected]) => {
  expect(isReleased(release)).toBe(expected);
});

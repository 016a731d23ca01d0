import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoteWord } from '../../lib/run/quote-word.ts';
import { toCommand } from '../../lib/run/to-command.ts';
import { flagsOf, locateIn } from '../../local/places.ts';

/** The words a real shell makes of a command. */
const wordsOf = (command: string): string[] =>
  execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

test('a shell reads a quoted word as that word, whatever it holds', () => {
  const word = fc.string({ unit: 'binary', minLength: 1, size: 'medium' }).filter((text) => !/[\0\p{Cs}]/u.test(text));
  fc.assert(
    fc.property(
      fc.array(fc.oneof(word, fc.constantFrom("it's", '$HOME', 'a b', '`x`', '"', '\\', '*', '~', '!')), {
        minLength: 1,
        maxLength: 5,
      }),
      (words) => {
        expect(wordsOf(words.map(quoteWord).join(' '))).toEqual(words);
      },
    ),
    { numRuns: 40 },
  );
});

test('a command names its dataset where it is not the default, and repeats an option of many values', () => {
  expect(toCommand('run', { dataset: 'transactions', from: '2025-09-01', to: undefined })).toBe(
    'npx paylake run --from 2025-09-01',
  );
  expect(toCommand('held release', { dataset: 'trades', from: '2025-09-01' })).toBe(
    'npx paylake held release --dataset trades --from 2025-09-01',
  );
  const input = ['a b.csv', "it's.csv"];
  expect(wordsOf(toCommand('run', { feed: 'cards', input }))).toEqual([
    ...['npx', 'paylake', 'run', '--feed', 'cards', '--input', 'a b.csv', '--input', "it's.csv"],
  ]);
});

test.for(['my home', "it's", '$HOME/x', 'a$&b', "$'"])('a command leads back to the home %j', (home) => {
  const command = toCommand('quarantine list', { from: '2025-09-01' }, flagsOf(home));
  expect(wordsOf(command)).toEqual([
    ...['npx', 'paylake', 'quarantine', 'list', '--home', home, '--from', '2025-09-01'],
  ]);
  expect(locateIn(home, 's3://bucket/key')).toBe(`${home}/s3/bucket/key`);
});

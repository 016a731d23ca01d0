import { expect, test } from 'vitest';
import { withFlags, withPlaces } from '../../lib/run/with-flags.ts';

test('every command of a text leads to the same target', () => {
  const text = 'npx paylake quarantine list --from D; then npx paylake run --from D';
  expect(withFlags(text, ' --target prod')).toBe(
    'npx paylake quarantine list --target prod --from D; then npx paylake run --target prod --from D',
  );
  expect(withFlags(text, '')).toBe(text);
  expect(withFlags('npx paylake feed check a --input b', ' --home h')).toBe(
    'npx paylake feed check --home h a --input b',
  );
});

test.each(['quarantine list', 'held release', 'feed check', 'rules show', 'run'])(
  'a command of one word or two keeps its words together: %s',
  (words) => {
    const text = `do: npx paylake ${words} --from D.`;
    const done = `do: npx paylake ${words} --home h --from D.`;
    expect(withFlags(text, ' --home h')).toBe(done);
    expect(withFlags(done, ' --home h'), 'not twice').toBe(done);
  },
);

test('every location of a text is one a person can open', () => {
  const locate = (uri: string): string => uri.replace('s3:/', 'home/s3');
  expect(withPlaces('s3://b/k', (uri) => `<${uri}>`)).toBe('<s3://b/k>');
  expect(withPlaces('rows in s3://b/k.ndjson; and s3://b/d/', locate)).toBe(
    'rows in home/s3/b/k.ndjson; and home/s3/b/d/',
  );
});

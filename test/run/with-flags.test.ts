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

test('every location of a text is one a person can open', () => {
  const locate = (uri: string): string => uri.replace('s3:/', 'home/s3');
  expect(withPlaces('rows in s3://b/k.ndjson; and s3://b/d/', locate)).toBe(
    'rows in home/s3/b/k.ndjson; and home/s3/b/d/',
  );
});

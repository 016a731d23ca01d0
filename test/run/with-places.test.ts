import { expect, test } from 'vitest';
import { withPlaces } from '../../lib/run/with-places.ts';

test('every location of a text is one a person can open', () => {
  const locate = (uri: string): string => uri.replace('s3:/', 'home/s3');
  expect(withPlaces('s3://b/k', (uri) => `<${uri}>`)).toBe('<s3://b/k>');
  expect(withPlaces('rows in s3://b/k.ndjson; and s3://b/d/', locate)).toBe(
    'rows in home/s3/b/k.ndjson; and home/s3/b/d/',
  );
});

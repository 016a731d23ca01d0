import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAwsChunkedDecoder } from '../../s3/wire/aws-chunked.ts';
import { parseByteRange } from '../../s3/wire/byte-range.ts';
import { type ChecksumAlgorithm, createHasher } from '../../s3/wire/checksums.ts';
import { matchesEtag } from '../../s3/wire/etag-list.ts';
import { text, xmlDocument } from '../../s3/wire/xml.ts';
import { xmlText } from '../../s3/wire/xml-request.ts';

describe('checksums', () => {
  // The check values of "123456789" in the CRC catalogue; SHA from RFC 6234's tools.
  test.each([
    ['CRC32', 'cbf43926'],
    ['CRC32C', 'e3069283'],
    ['CRC64NVME', 'ae8b14860a799888'],
    ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
    ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
  ] as [ChecksumAlgorithm, string][])('%s of 123456789, in one piece or many', (algorithm, hex) => {
    for (const pieces of [['123456789'], ['1', '2345', '', '6789']]) {
      const hasher = createHasher(algorithm);
      for (const piece of pieces) hasher.update(Buffer.from(piece));
      expect(Buffer.from(hasher.digest(), 'base64').toString('hex')).toBe(hex);
    }
  });
});

test('aws-chunked decodes the same however the bytes arrive', () => {
  const chunk = fc.uint8Array({ minLength: 8192, maxLength: 8300 });
  const body = fc.record({
    chunks: fc.array(chunk, { maxLength: 3 }),
    last: fc.uint8Array({ maxLength: 40 }),
    cuts: fc.array(fc.nat()),
  });
  fc.assert(
    fc.property(body, ({ chunks, last, cuts }) => {
      const all = [...chunks, ...(last.length > 0 ? [last] : [])].map((bytes) => Buffer.from(bytes));
      const framed = Buffer.concat([
        ...all.flatMap((bytes) => [
          Buffer.from(`${bytes.length.toString(16)};chunk-signature=ab\r\n`),
          bytes,
          Buffer.from('\r\n'),
        ]),
        Buffer.from('0;chunk-signature=ab\r\nX-Amz-Checksum-CRC32: AAAAAA==\r\n\r\n'),
      ]);
      const decoder = createAwsChunkedDecoder();
      const edges = [0, ...cuts.map((cut) => cut % framed.length).toSorted((a, b) => a - b), framed.length];
      const decoded = edges.slice(1).flatMap((edge, index) => decoder.push(framed.subarray(edges[index], edge)));
      expect(Buffer.concat(decoded).equals(Buffer.concat(all))).toBe(true);
      expect([...decoder.finish()]).toEqual([['x-amz-checksum-crc32', 'AAAAAA==']]);
    }),
    { numRuns: 60 },
  );
});

test('text survives XML both ways', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      expect(xmlText(xmlDocument('Delete', text('Key', value)), 'Key')).toBe(value);
    }),
  );
});

test('byte ranges', () => {
  expect(parseByteRange('bytes=0-0', 10)).toEqual({ start: 0, end: 0 });
  expect(parseByteRange('bytes=9-', 10)).toEqual({ start: 9, end: 9 });
  expect(parseByteRange('bytes=-10', 10)).toEqual({ start: 0, end: 9 });
  expect(parseByteRange(undefined, 10)).toBeUndefined();
  for (const header of ['bytes=10-', 'bytes=10-20', 'bytes=-0'])
    expect(() => parseByteRange(header, 10)).toThrow('range');
  for (const header of ['bytes=0-', 'bytes=-1']) expect(() => parseByteRange(header, 0)).toThrow('range');
});

test('entity tag lists', () => {
  for (const header of ['"a"', 'a', '*', 'W/"a"', '"b", "a"']) expect(matchesEtag(header, 'a')).toBe(true);
  for (const header of ['"b"', '', '"aa"', '"a-1"']) expect(matchesEtag(header, 'a')).toBe(false);
});

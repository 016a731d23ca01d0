import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetStatementResultCommand, RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { keepDigits, quoteLongNumbers } from '../../lib/operate/query/keep-digits.ts';

test('every whole number of 64 bits keeps its digits, and no text is changed', () => {
  const field = fc.oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => ({ value })),
    fc.oneof(fc.string(), fc.constant('"longValue":1234567890123456789')).map((text) => ({ text })),
  );
  fc.assert(
    fc.property(fc.array(field), (fields) => {
      const wire = fields.map((each) =>
        'value' in each ? `{"longValue":${each.value}}` : `{"stringValue":${JSON.stringify(each.text)}}`,
      );
      const read = JSON.parse(quoteLongNumbers(`[${wire.join(',')}]`)) as {
        longValue?: number;
        stringValue?: string;
      }[];
      expect(read.map(({ longValue, stringValue }) => stringValue ?? String(longValue))).toEqual(
        fields.map((each) => ('value' in each ? String(each.value) : each.text)),
      );
    }),
  );
});

test('a number that a double holds stays a number', () => {
  expect(quoteLongNumbers('{"longValue":9007199254740991}')).toBe('{"longValue":9007199254740991}');
  expect(quoteLongNumbers('{"longValue" : 9007199254740993}')).toBe('{"stringValue":"9007199254740993"}');
});

test('the SDK gives what the wire had', async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end('{"Records":[[{"longValue":999999999999999999},{"longValue":7}]],"TotalNumRows":1}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new RedshiftDataClient({ endpoint, region: 'ap-northeast-2', credentials });
  onTestFinished(() => client.destroy());
  const { Records } = await client.send(keepDigits(new GetStatementResultCommand({ Id: 'x' })));
  expect(Records).toEqual([[{ stringValue: '999999999999999999' }, { longValue: 7 }]]);
});

import { expect, test } from 'vitest';
import { nearestName } from '../../lib/stages/accept/nearest-name.ts';

test.each<[string, string[], string | undefined]>([
  ['customer_id', ['CustomerID'], 'CustomerID'],
  ['customer_id', ['x', 'custmer_id', 'y'], 'custmer_id'],
  ['amount', ['amuont', 'amont'], 'amont'],
  ['amount', ['amont', 'amuont'], 'amont'],
  ['amount', ['total_amount_krw'], 'total_amount_krw'],
  ['merchant_name', ['merchant'], 'merchant'],
  ['card', ['my card'], 'my card'],
  // Three letters stand in many words.
  ['mcc', ['the mccormick'], undefined],
  ['mcc', ['mcd'], 'mcd'],
  ['mcc', ['mde'], undefined],
  ['abcd', ['abxy'], 'abxy'],
  ['abcd', ['axyz'], undefined],
  ['abcd', ['ab'], 'ab'],
  ['abcd', ['a'], undefined],
  ['amount', ['가격', '금액'], undefined],
  ['금액', ['금 액!'], '금 액!'],
  ['amount', [], undefined],
  ['amount', ['', '--', '__'], undefined],
  ['a', ['--'], undefined],
  ['card', ['card of the customer'], 'card of the customer'],
  ['customer_identifier_number', ['customer'], 'customer'],
  ['abcd', ['xyzabd'], undefined],
  ['abcd', ['abdxyz'], undefined],
  ['--', ['__'], undefined],
  ['kitten', ['sitting'], 'sitting'],
  ['kitten', ['sittting'], undefined],
  ['amount', ['xmount', 'amount'], 'amount'],
  ['version', ['Ver.Sion 2', 'vision'], 'Ver.Sion 2'],
])('of %s the nearest of %j is %s', (name, names, nearest) => {
  expect(nearestName(name, names)).toBe(nearest);
});

import { expect, test } from 'vitest';
import { isExact, refuseInexact } from '../../lib/stages/accept/refuse-inexact.ts';

const refuse = (document: string): string => refuseInexact(document, ['amount', 'fee']);

test.each([
  ['{"in":{"amount":1e-400},"amount":1e-400}', '{"in":{"amount":1e-400},"amount":"inexact 1e-400"}'],
  ['{"list":[1,{"amount":1e-400}],"amount":1e-400}', '{"list":[1,{"amount":1e-400}],"amount":"inexact 1e-400"}'],
  ['{"amount":1e-400,"fee":1e-400,"x":1}', '{"amount":"inexact 1e-400","fee":"inexact 1e-400","x":1}'],
  ['{"am\\u006funt":1e-400}', '{"am\\u006funt":"inexact 1e-400"}'],
  ['{"amount":-1e-400}', '{"amount":"inexact -1e-400"}'],
])('%s: of the document itself the named numbers that no double keeps become texts', (document, changed) => {
  expect(refuse(document)).toBe(changed);
});

test.each([
  '{"amount":"1e-400"}',
  '{"amount":[1e-400]}',
  '{"amount":{"amount":1e-400}}',
  '[{"amount":1e-400}]',
  '{"tip":1e-400}',
  '{"x":"amount","tip":1e-400}',
  '{"amount":12.30,"fee":0}',
  '{}',
])('%s stays as it is', (document) => {
  expect(refuse(document)).toBe(document);
});

test.each([
  ['0', true],
  ['-0', true],
  ['0.00', true],
  ['0e10', true],
  ['1e+21', true],
  ['1e21', true],
  ['1.5E+3', true],
  ['1.5E-3', true],
  ['12e10', true],
  ['1e-7', true],
  ['0.001', true],
  ['100', true],
  ['1000000000000000000000000', true],
  ['-12.50', true],
  ['123456789012345678e3', false],
  ['0.30000000000000004', true],
  ['0.300000000000000040001', false],
  ['100000000000000000001', false],
])('%s is kept by a double: %s', (literal, exact) => {
  expect(isExact(literal)).toBe(exact);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PaylakeError } from '../../lib/errors.ts';
import { type Advice, renderAdvice } from '../../lib/run/render-advice.ts';
import { packFailure, unpackFailure } from '../../lib/runtime/pack-failure.ts';

const advice: Advice = [
  'mend it, then ',
  { command: 'feed check cards', args: { input: ['a b.csv', 'c.csv'] } },
  '; or ',
  { command: 'run', args: { dataset: 'trades', from: '2025-09-01' } },
  ' --reason "WHY"',
];

test('every command of an advice leads to the target, and its text stays as it is', () => {
  expect(renderAdvice(advice)).toBe(
    `mend it, then npx paylake feed check cards --input 'a b.csv' --input c.csv; or npx paylake run --dataset trades --from 2025-09-01 --reason "WHY"`,
  );
  expect(renderAdvice(advice, ' --target prod')).toBe(
    `mend it, then npx paylake feed check cards --target prod --input 'a b.csv' --input c.csv; or ` +
      `npx paylake run --target prod --dataset trades --from 2025-09-01 --reason "WHY"`,
  );
  expect(renderAdvice('ask the sender; npx paylake run', ' --home h')).toBe('ask the sender; npx paylake run');
});

test('an error says its advice in words too', () => {
  const error = new PaylakeError('usage', 'it rains', advice);
  expect(error.next).toBe(renderAdvice(advice));
  expect(error.advice).toBe(advice);
});

test('a failure comes through one text as it was, whatever it says', () => {
  const text = fc.string({ unit: 'grapheme' });
  const command = fc.record({ command: fc.constantFrom('run', 'feed check x'), args: fc.dictionary(text, text) });
  const any: fc.Arbitrary<Advice> = fc.oneof(
    text.filter((one) => !one.startsWith('[')),
    fc.array(fc.oneof(text, command)),
  );
  fc.assert(
    fc.property(text, any, (message, said) => {
      const found = unpackFailure(packFailure(message, said));
      expect(found.message).toBe(message);
      expect(renderAdvice(found.advice ?? 'none', ' -f')).toBe(renderAdvice(said, ' -f'));
    }),
  );
});

test('what comes from elsewhere has no advice, and one that was cut off is told as it is', () => {
  expect(unpackFailure('Task timed out')).toEqual({ message: 'Task timed out' });
  expect(unpackFailure('a | next: ["b", {"comm')).toEqual({ message: 'a', advice: '["b", {"comm' });
});

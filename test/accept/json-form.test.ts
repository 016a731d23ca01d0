import { expect, test } from 'vitest';
import { isObject, jsonForm } from '../../lib/stages/accept/json-form.ts';

test.each([
  ['{"a":1}\n{"a":2}', 'lines'],
  ['{"a":1}', 'lines'],
  ['  \n{"a":1}\n', 'lines'],
  ['{"a":1}{"a":2}\n', 'lines'],
  ['{"a', 'lines'],
  ["{'a':1}\n{'a':2}\n", 'lines'],
  ['{\n"a":1}', 'spread'],
  ['\n {\n"a":1}', 'spread'],
  ['{"a":[\n', 'spread'],
  ['{"a":1}\n{\n"a":1}', 'lines'],
  ['[{"a":1}]', 'array'],
  ['[', 'array'],
  ['[\n{"a":1},\n{"a":2}\n]', 'array'],
  ['[1]\n', 'array'],
  ['[1]\n\n', 'array'],
  ['[1]\n{"a":1}\n', 'lines'],
  ['[1]\n[2]\n', 'array'],
  [' \n\n[1]\n{"a":1}\n', 'lines'],
  ['[1]\n \n{"a":1}\n', 'lines'],
  [' [1] \n{"a":1}\n', 'lines'],
  ['[1,\n{"a":1}\n', 'array'],
  ['[1] x\n{"a":1}\n', 'array'],
  ['a,b\n1,2', undefined],
  ['"a"', undefined],
  ['5', undefined],
  ['', undefined],
  [' \n', undefined],
])('%j is of form %s', (text, form) => {
  expect(jsonForm(text)).toBe(form);
});

test.each([
  ['{"a":1}', true],
  ['\ufeff{"a":1}', true],
  ['\ufeff\ufeff {"a":1}', true],
  [' {"a":1} x', true],
  ['{"a":1}{', true],
  ['{"a":1', false],
  ["{'a':1}", false],
  ['[1]', false],
  ['x{"a":1}', false],
  ['', false],
])('%j begins with a whole object: %s', (line, expected) => {
  expect(isObject(line)).toBe(expected);
});

import { describe, expect, it, test } from 'vitest';
import { checkContract } from '../../lib/contracts/check-contract.ts';
import type { Column, Contract, JsonType, RowRule } from '../../lib/contracts/contract.ts';
import { defineContract } from '../../lib/contracts/define-contract.ts';
import { type Kind, parseRule } from '../../lib/contracts/rule/parse-rule.ts';
import { ruleSql } from '../../lib/contracts/rule/rule-sql.ts';
import { ask } from '../laws/read-rows.ts';
import { taps } from './taps.ts';

/*
 * What a declaration may not say: told where it is registered, by the name that is wrong.
 */

const changed = (name: string, change: Partial<Column>): Partial<Contract> => ({
  columns: taps.columns.map((column) => (column.name === name ? { ...column, ...change } : column)),
});
const json: JsonType = { kind: 'json', maxBytes: 10 };
const rule = (holds: string, name = 'one'): Partial<Contract> => {
  const rules: RowRule[] = [{ name, holds, description: '' }];
  return { rules };
};
const required = (names: Record<string, string[]>, by = 'kind'): Partial<Contract> => ({
  variants: { by, required: names },
});

const wrong: [string, Partial<Contract>, RegExp][] = [
  ['a path into no document', changed('fee', { path: ['sayd', 'fee'] }), /path of fee: "sayd" is no JSON column/],
  ['a key that is no name', changed('fee', { path: ['said', 'the fee'] }), /path of fee: "the fee" is no name/],
  ['a path twice', changed('fee', { path: ['said', 'amount'] }), /"said.amount" is declared twice/],
  ['a path that is a property too', changed('fee', { path: ['said', 'note'] }), /"said.note" is declared twice/],
  ['a document within a document', changed('fee', { type: json }), /path of fee: it is derived or a document/],
  ['a document of no size', changed('said', { type: { kind: 'json', maxBytes: 0 } }), /said: maxBytes/],
  [
    'a property that is no name',
    changed('said', { type: { ...json, properties: { 'a b': { kind: 'boolean' } } } }),
    /property "said.a b" is no name/,
  ],
  ['a column that is no name', changed('model', { name: 'the model' }), /column "the model" is no name/],
  ['a document as a key', { key: ['said'] }, /key "said" is a document/],
  ['an id that is no text', { id: 'amount' }, /id "amount" is no text/],
  ['a default that is not valid', changed('locale', { whenMissing: 'xx' }), /whenMissing of locale: "xx" is not valid/],
  [
    'a source that is none',
    changed('user_id', { filledFrom: 'user' }),
    /filledFrom of user_id: "user" is no other field/,
  ],
  ['a source of another type', changed('user_id', { filledFrom: 'amount' }), /"amount" is no text/],
  ['a source of two', changed('model', { filledFrom: 'said.user_id' }), /"said.user_id" fills two fields/],
  ['a source of what has a default', changed('locale', { filledFrom: 'said.note' }), /nothing is missing where/],
  [
    'a pattern that DuckDB does not take',
    changed('model', { type: { kind: 'text', maxLength: 2000, pattern: '^a{1,2000}$' } }),
    /pattern of model repeats more than 1000 times/,
  ],
  ['a kind by no closed set', required({}, 'model'), /variants.by "model" is no required column with a closed set/],
  ['a kind that there is not', required({ seen: [] }), /variants.required: "seen" is no kind/],
  [
    'a kind that requires nothing known',
    required({ compared: ['said.amount'] }),
    /compared: "said.amount" is no column/,
  ],
  ['a kind that requires what all do', required({ compared: ['tap_id'] }), /compared: "tap_id" is never missing/],
  ['a rule about no column', rule('fees <= amount'), /rule one: in "fees <= amount" "fees" is no column/],
  ['a rule about a property', rule('note = screen'), /"note" is no column/],
  ['a rule about a document', rule("said = 'x'"), /"said" is no column/],
  ['a rule about lineage', rule('source_line > 1'), /"source_line" is no column/],
  ['a rule that compares two kinds', rule('fee <= kind'), /<= cannot stand between a number and a text/],
  ['a rule that adds to a text', rule("kind + 'x' = 'y'"), /\+ cannot stand between a text and a text/],
  ['a rule that is none', rule('fee + amount'), /says nothing that is true or false/],
  ['a rule that is not over', rule('fee <='), /a value is missing at its end/],
  ['a rule with something behind it', rule('fee <= amount amount'), /nothing can stand at amount/],
  ['a rule with an open bracket', rule('(fee <= amount'), /a bracket is not closed/],
  ['a rule with an unknown mark', rule('fee <= amount; drop'), /nobody knows what "; drop" means/],
  ['a rule with a function', rule('abs(fee) <= amount'), /"abs" is no column/],
  ['an interval of something else', rule('tapped_at <= received_at + interval 5 hours'), /interval 5 minutes/],
  ['not before no truth', rule('not fee'), /not stands before what is neither/],
  [
    'a rule with a name that is taken',
    rule('fee <= amount', 'future_date'),
    /rule "future_date" is no name of its own/,
  ],
  ['a rule twice', { rules: [...(taps.rules ?? []), ...(taps.rules ?? [])] }, /rule "fee_above_amount" stands twice/],
];

describe('a declaration', () => {
  it('that is sound passes', () => expect(checkContract(taps)).toBe(taps));
  it.each(wrong)('with %s is told by name', (_, change, says) => {
    expect(() => checkContract({ ...taps, ...change })).toThrow(says);
  });
});

test('rules bind as SQL does', async () => {
  const kindOf = (name: string): Kind | undefined =>
    ({ a: 'number', b: 'number', t: 'text', ok: 'truth', m: 'moment' })[name] as Kind | undefined;
  const row = "select 1 as a, 2.5 as b, 'x''y' as t, true as ok, timestamp '2025-09-10 10:00:00' as m, null::int as n";
  const rules = [
    'a = 1 or a = 2 and b = 0',
    'not a = 2 and ok',
    'not (a = 1 or ok)',
    "t = 'x''y' and t <> 'z'",
    'b - a - a + 0.5 = 1.0',
    'm < m + interval 5 minutes and m - interval 1 minute < m',
    'a>=1 AND b<=2.5 and (ok or a > b)',
  ];
  for (const rule of rules) {
    const [found] = await ask(
      `select (${rule}) as plain, (${ruleSql(parseRule(rule, kindOf))}) as bound from (${row})`,
    );
    expect([rule, found?.bound]).toEqual([rule, found?.plain]);
  }
});

test('the compiler knows names that are no columns, or of another type', () => {
  const { columns: _columns, ...rest } = taps;
  const columns = [
    {
      name: 'id',
      type: { kind: 'text', maxLength: 9, pattern: '^[a-z]+$' },
      required: true,
      classification: 'business',
      description: '',
    },
    { name: 'at', type: { kind: 'instant' }, required: true, classification: 'business', description: '' },
    { name: 'day', type: { kind: 'date' }, required: true, derived: true, classification: 'business', description: '' },
    {
      name: 'kind',
      type: { kind: 'text', maxLength: 9, oneOf: ['a', 'b'] },
      required: true,
      classification: 'business',
      description: '',
    },
    {
      name: 'said',
      type: { kind: 'json', maxBytes: 9, properties: { note: { kind: 'boolean' } } },
      required: true,
      classification: 'business',
      description: '',
    },
  ] as const satisfies readonly Column[];
  const gate = {
    ...rest.gate,
    distribution: { ...rest.gate.distribution, columns: ['kind'] as const },
    conflicting_duplicates: { ...rest.gate.conflicting_duplicates, columns: ['kind'] as const },
  };
  const sound = {
    name: 'small',
    version: 1,
    description: '',
    grain: '',
    id: 'id',
    eventTime: 'at',
    eventDate: 'day',
    key: ['id'],
    partitionBy: ['day', 'kind'],
    measures: [],
    columns,
    gate,
  } as const;
  expect(defineContract(sound).name).toBe('small');
  expect(defineContract({ ...sound, variants: { by: 'kind', required: { a: ['said.note'] } } }).name).toBe('small');
  // @ts-expect-error no column
  expect(() => defineContract({ ...sound, id: 'idd' })).toThrow('id "idd" is no column');
  // @ts-expect-error no instant
  expect(() => defineContract({ ...sound, eventTime: 'day' })).toThrow('eventTime "day" is no instant');
  // @ts-expect-error no column
  expect(() => defineContract({ ...sound, key: ['id', 'dy'] })).toThrow('key "dy" is no column');
  // @ts-expect-error no column
  expect(() => defineContract({ ...sound, partitionBy: ['day', 'kin'] })).toThrow('"kin" is no column');
  const measures = [{ name: 'm', column: 'kind', isMoney: false, unit: { constant: 'x' } }] as const;
  // @ts-expect-error no decimal
  expect(() => defineContract({ ...sound, measures })).toThrow('column "kind" is no decimal');
  // @ts-expect-error no property
  expect(() => defineContract({ ...sound, variants: { by: 'kind', required: { a: ['said.nte'] } } })).toThrow(
    '"said.nte" is no',
  );
  const looks = { ...gate, distribution: { ...gate.distribution, columns: ['kinds'] as const } };
  // @ts-expect-error no column
  expect(() => defineContract({ ...sound, gate: looks })).toThrow('"kinds" is no column');
});

import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Dataset } from '../../lib/datasets/dataset.ts';
import { datasets } from '../../lib/datasets/index.ts';
import { transactions } from '../../lib/datasets/transactions/index.ts';
import { addDays } from '../../lib/run/calendar.ts';
import { parseKnobs } from '../../lib/run/parse-knobs.ts';
import { parseRequest } from '../../lib/run/request.ts';

/** Started by hand at noon in Seoul on 2 September. */
const startedAt = '2025-09-02T03:00:00Z';
const parse = (input: unknown) => parseRequest(input, startedAt);
const usage = (pattern: RegExp, next = /./) =>
  expect.objectContaining({
    kind: 'usage',
    message: expect.stringMatching(pattern),
    next: expect.stringMatching(next),
  });

describe('without dates', () => {
  test('{} is the day before it started, of transactions', () => {
    expect(parse({})).toEqual({
      dataset: 'transactions',
      from: '2025-09-01',
      to: '2025-09-01',
      accept: [],
      scheduled: false,
    });
  });

  test('a scheduled time alone is the day before that time, whenever the run starts', () => {
    const request = { from: '2025-08-20', to: '2025-08-20', scheduled: true };
    expect(parse({ scheduledTime: '2025-08-20T21:00:00Z' })).toMatchObject(request);
    expect(parseRequest({ scheduledTime: '2025-08-20T21:00:00Z' }, '2031-01-01T00:00:00Z')).toMatchObject(request);
  });

  test.each([
    'yesterday',
    '',
    5,
    null,
    {},
    '2025-09-01',
    '2025-09-01T21:00:00',
    '2025-09-01T21:00:00z',
    '2025-09-01T25:00:00Z',
    '2025-09-01T21:0:00Z',
    '2025-09-01T21:00:0Z',
    '2025-09-01T21:00:00.Z',
    ' 2025-09-01T21:00:00Z',
    '2025-09-01T21:00:00Z ',
    '25-09-01T21:00:00Z',
    '2025-9-01T21:00:00Z',
    '2025-09-01T21:00:00+0900',
    '2025-09-01T21:00:00+9:00',
    '2025-09-01T21:00:00Z (KST)',
    '+002025-09-01T21:00:00Z',
    ['2025-09-01T21:00:00Z'],
  ])('scheduledTime %j is no instant, and one is shown', (scheduledTime) => {
    expect(() => parse({ scheduledTime })).toThrow(usage(/scheduledTime ".*" is no instant/, /2025-09-01T21:00:00Z/));
  });

  test('scheduledTime names a day that is', () => {
    expect(() => parse({ scheduledTime: '2025-02-30T21:00:00Z' })).toThrow(usage(/scheduledTime "2025-02-30"/));
  });

  test.each([
    '2025-08-20T21:00Z',
    '2025-08-20T21:00:00.5Z',
    '2025-08-20T21:00:00.123456Z',
    '2025-08-21T06:00:00+09:00',
  ])('scheduledTime %s is one', (scheduledTime) => {
    expect(parse({ scheduledTime })).toMatchObject({ from: '2025-08-20', scheduled: true });
  });
});

describe('a range', () => {
  test('includes both ends, also with a scheduled time', () => {
    const range = { from: '2025-08-01', to: '2025-08-31' };
    expect(parse(range)).toMatchObject(range);
    expect(parse({ ...range, scheduledTime: '2025-09-01T21:00:00Z' })).toMatchObject({ ...range, scheduled: true });
  });

  test('has at most 92 days', () => {
    const most = { from: '2025-01-01', to: '2025-04-02' };
    expect(parse(most)).toMatchObject(most);
    expect(() => parse({ ...most, to: '2025-04-03' })).toThrow(usage(/^93 days are more than 92$/));
    fc.assert(
      fc.property(fc.integer({ min: -20, max: 200 }), fc.integer({ min: 0, max: 20_000 }), (length, offset) => {
        const from = addDays('1990-01-01', offset);
        const range = { from, to: addDays(from, length - 1) };
        const late = (): unknown => parseRequest(range, '2100-01-01T00:00:00Z');
        if (length >= 1 && length <= 92) expect(late()).toMatchObject(range);
        else expect(late).toThrow(usage(length < 1 ? /after/ : /92/));
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['2025-09-02T14:59:59Z', '2025-09-02', '2025-09-03'],
    ['2025-09-02T15:00:00Z', '2025-09-03', '2025-09-04'],
  ])('started at %s it ends on %s at the latest, the day in Seoul', (startedAt, last, tooLate) => {
    const ending = (to: string) => parseRequest({ from: '2025-09-01', to }, startedAt);
    expect(ending(last).to).toBe(last);
    for (const to of [tooLate, '2025-09-05'])
      expect(() => ending(to)).toThrow(usage(new RegExp(`${to} is after today`)));
    expect(() => parseRequest({ from: '2099-01-01', to: '2099-01-01' }, startedAt)).toThrow(usage(/2099-01-01/));
  });

  test('a scheduled time of another day moves no date beyond today', () => {
    expect(() => parse({ scheduledTime: '2025-09-04T21:00:00Z' })).toThrow(usage(/2025-09-04 is after today/));
  });

  test.each([
    ['from alone', { from: '2025-09-01' }, /from and to/],
    ['to alone', { to: '2025-09-01' }, /from and to/],
    ['from null', { from: null, to: '2025-09-01' }, /from and to/],
    ['to null', { from: '2025-08-01', to: null }, /from and to/],
    ['both null', { from: null, to: null }, /from and to/],
    ['a day that is not', { from: '2025-02-30', to: '2025-03-01' }, /from "2025-02-30"/],
    ['an end that is not', { from: '2025-02-01', to: '2025-02-29' }, /to "2025-02-29"/],
    ['from after to', { from: '2025-09-02', to: '2025-09-01' }, /from 2025-09-02 is after to 2025-09-01/],
  ])('%s is wrong usage', (_, input, message) => {
    expect(() => parse(input)).toThrow(usage(message));
  });

  test('what is wrong with it says what would be right', () => {
    expect(() => parse({ to: '2025-09-01' })).toThrow(usage(/./, /both/));
    expect(() => parse({ from: '2025-09-02', to: '2025-09-01' })).toThrow(usage(/./, /swap/));
    expect(() => parse({ from: '2025-01-01', to: '2025-09-01' })).toThrow(usage(/244 days are more than 92/, /split/));
    expect(() => parse({ from: '2025-09-01', to: '2025-09-03' })).toThrow(
      usage(/after today, 2025-09-02 in Asia\/Seoul/, /end at 2025-09-02 or before/),
    );
  });
});

describe('dataset, feed, accept', () => {
  test('a feed stands for its dataset', () => {
    expect(parse({ feed: 'purchase-cards' }).dataset).toBe('transactions');
    expect(parse({ feed: 'purchase-cards', dataset: 'transactions' }).dataset).toBe('transactions');
  });

  test.each([
    [{ dataset: 'tides' }, /unknown dataset "tides"/],
    [{ dataset: '' }, /unknown dataset/],
    [{ dataset: 'toString' }, /unknown dataset/],
    [{ dataset: 'constructor' }, /unknown dataset/],
    [{ feed: 'purchase_cards' }, /unknown feed "purchase_cards"/],
    [{ feed: 'valueOf' }, /unknown feed/],
    [{ form: '2025-09-01' }, /unknown input field "form"/],
    [[], /no JSON object/],
    ['2025-09-01', /no JSON object/],
    [null, /no JSON object/],
    [undefined, /no JSON object/],
  ])('%j is wrong usage', (input, message) => {
    expect(() => parse(input)).toThrow(usage(message));
  });

  test.each<[object | string, RegExp]>([
    [{ dataset: 'tides' }, /transactions/],
    [{ feed: 'tides' }, /purchase-cards, .*transactions/],
    [{ form: 1 }, /^use dataset, from, to, feed, accept, generate, scheduledTime$/],
    ['2025-09-01', /start with \{\} or \{"from": "YYYY-MM-DD", "to": "YYYY-MM-DD"\}/],
    [{ accept: 'anything' }, /accept one of: file_refused, quarantined_share, conflicting_duplicates$/],
    [{ generate: { share: 0.1 } }, /rows, seed, duplicates, late, corrections, bad/],
    [{ generate: 5 }, /"rows"/],
    [{ generate: { rows: 0 } }, /whole number, 1 or more/],
    [{ generate: { seed: -1 } }, /whole number, 0 or more/],
    [{ generate: { late: 2 } }, /0 to 1/],
  ])('%j: what could be said instead is named', (input, next) => {
    expect(() => parse(input)).toThrow(usage(/./, next));
  });

  test('a feed that delivers another dataset than the one that is named is wrong usage; all datasets are named', () => {
    const all = datasets as Record<string, Dataset>;
    all.cards = { ...transactions, contract: { ...transactions.contract, name: 'cards' } };
    onTestFinished(() => void delete all.cards);
    expect(parse({ dataset: 'cards' }).dataset).toBe('cards');
    expect(() => parse({ dataset: 'cards', feed: 'purchase-cards' })).toThrow(
      usage(/^feed purchase-cards delivers transactions, not cards$/, /leave dataset out/),
    );
    expect(() => parse({ dataset: 'tides' })).toThrow(usage(/tides/, /^use one of: cards, .*transactions$/));
  });

  test('only the checks about data can be accepted, one or several', () => {
    expect(parse({ accept: ['file_refused', 'quarantined_share'] }).accept).toEqual([
      { check: 'file_refused' },
      { check: 'quarantined_share' },
    ]);
    const word = { check: 'file_refused', by: 'operator', reason: 'the sender knows' };
    expect(parse({ accept: [word] }).accept).toEqual([word]);
    expect(parse({ accept: word }).accept).toEqual([word]);
    expect(parse({ accept: 'file_refused' }).accept).toEqual([{ check: 'file_refused' }]);
    const withCard = { ...word, reason: 'of 4111111111111111' };
    expect(parse({ accept: [withCard] }).accept).toEqual([{ ...word, reason: 'of 411111••••••1111' }]);
    expect(() => parse({ accept: ['volume'] })).toThrow(usage(/check "volume" only warns for transactions/));
    expect(() => parse({ accept: ['anything'] })).toThrow(usage(/check "anything" cannot be accepted/));
    expect(() => parse({ accept: [null] })).toThrow(usage(/check "null" cannot be accepted/));
    for (const name of ['accounting', 'residual_duplicates', 'staged_totals', 'volume', 'anything']) {
      expect(() => parse({ accept: [name] })).toThrow(usage(new RegExp(name)));
    }
  });
});

describe('knobs of made-up data', () => {
  const defaults = { rows: 5000, seed: 42, duplicates: 0.02, late: 0.05, corrections: 0.01, bad: 0.002 };

  test('stand only in a request that asks for them, over the defaults of the demo', () => {
    expect(parse({})).not.toHaveProperty('generate');
    expect(parse({ generate: {} }).generate).toEqual(defaults);
    expect(parse({ generate: { rows: 10, late: 0 } }).generate).toEqual({ ...defaults, rows: 10, late: 0 });
    expect(parseKnobs({ bad: 1, duplicates: 0 }, 'transactions')).toEqual({ ...defaults, bad: 1, duplicates: 0 });
  });

  const wrong: Record<string, unknown>[] = [
    { rows: 0 },
    { rows: -1 },
    { rows: 1.5 },
    { rows: '10' },
    { rows: Number.NaN },
    { seed: -1 },
    { seed: 0.5 },
    { late: 1.01 },
    { late: -0.1 },
    { bad: Number.NaN },
    { duplicates: '0.1' },
    { corrections: null },
    { share: 0.1 },
    { toString: 1 },
  ];

  test.each([null, 5, 'rows', [10]])('%j is no object of knobs', (knobs) => {
    expect(() => parseKnobs(knobs, 'transactions')).toThrow(usage(/generate is no object of knobs/));
  });

  test('as little and as much as may be', () => {
    const least = { rows: 1, seed: 0, duplicates: 0, late: 0, corrections: 0, bad: 0 };
    expect(parseKnobs(least, 'transactions')).toEqual(least);
    const most = { ...least, seed: Number.MAX_SAFE_INTEGER, duplicates: 1, late: 1, corrections: 1, bad: 1 };
    expect(parseKnobs(most, 'transactions')).toEqual(most);
  });

  test.each(wrong)('%j is wrong usage that names the knob', (knob) => {
    expect(() => parseKnobs(knob, 'transactions')).toThrow(usage(new RegExp(Object.keys(knob)[0] ?? 'none')));
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../lib/run/calendar.ts';
import { parseKnobs, parseRequest } from '../../lib/run/request.ts';

/** Started by hand at noon in Seoul on 2 September. */
const startedAt = '2025-09-02T03:00:00Z';
const parse = (input: unknown) => parseRequest(input, startedAt);
const usage = (pattern: RegExp) => expect.objectContaining({ kind: 'usage', message: expect.stringMatching(pattern) });

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

  test.each(['yesterday', '', 5, null, {}])('scheduledTime %j is no instant', (scheduledTime) => {
    expect(() => parse({ scheduledTime })).toThrow(usage(/scheduledTime/));
  });
});

describe('a range', () => {
  test('includes both ends, also with a scheduled time', () => {
    const range = { from: '2025-08-01', to: '2025-08-31' };
    expect(parse(range)).toMatchObject(range);
    expect(parse({ ...range, scheduledTime: '2025-09-01T21:00:00Z' })).toMatchObject({ ...range, scheduled: true });
  });

  test('has at most 92 days', () => {
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
    ['from null', { from: null, to: '2025-09-01' }, /from/],
    ['to null', { from: '2025-08-01', to: null }, /to/],
    ['a day that is not', { from: '2025-02-30', to: '2025-03-01' }, /from "2025-02-30"/],
    ['an end that is not', { from: '2025-02-01', to: '2025-02-29' }, /to "2025-02-29"/],
    ['from after to', { from: '2025-09-02', to: '2025-09-01' }, /after/],
  ])('%s is wrong usage', (_, input, message) => {
    expect(() => parse(input)).toThrow(usage(message));
  });
});

describe('dataset, feed, accept', () => {
  test('a feed stands for its dataset', () => {
    expect(parse({ feed: 'purchase-cards' }).dataset).toBe('transactions');
    expect(parse({ feed: 'purchase-cards', dataset: 'transactions' }).dataset).toBe('transactions');
  });

  test.each([
    [{ dataset: 'trades' }, /unknown dataset "trades"/],
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

  test('only the checks about data can be accepted, one or several', () => {
    expect(parse({ accept: ['file_refused', 'quarantined_share'] }).accept).toEqual([
      { check: 'file_refused' },
      { check: 'quarantined_share' },
    ]);
    const word = { check: 'file_refused', by: 'operator', reason: 'the sender knows' };
    expect(parse({ accept: [word] }).accept).toEqual([word]);
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
    expect(parseKnobs({ bad: 1, duplicates: 0 })).toEqual({ ...defaults, bad: 1, duplicates: 0 });
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

  test.each(wrong)('%j is wrong usage that names the knob', (knob) => {
    expect(() => parseKnobs(knob)).toThrow(usage(new RegExp(Object.keys(knob)[0] ?? 'none')));
  });
});

import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { acceptTaps } from '../datasets/accept-taps.ts';
import { registerTaps } from '../datasets/taps.ts';
import { openMemoryLake } from '../laws/memory-lake.ts';
import { memoryS3 } from '../laws/memory-s3-clients.ts';
import type { ScratchLake } from '../laws/scratch-lake.ts';

vi.mock('../../lib/lake/engine.ts', () => import('../laws/warm-engine.ts'));

/*
 * What becomes of a row with a document in it: what its kind requires, what fills what, rules between columns. Each case is a row
 * of one file.
 */

let lake: ScratchLake;
beforeAll(async () => {
  registerTaps();
  lake = await openMemoryLake(memoryS3);
});
afterAll(() => lake.remove());

const tap = (at: number, changes: object): string =>
  JSON.stringify({
    tap_id: `${String(at).padStart(8, '0')}-1234-4abc-9def-0123456789ab`,
    kind: 'transfer_done',
    tapped_at: '2025-09-10T10:00:00Z',
    received_at: '2025-09-10T10:00:01Z',
    user_id: 'usr_1',
    said: { amount: 10, fee: 0 },
    ...changes,
  });
const said = (more: object): object => ({ said: { amount: 10, fee: 0, ...more } });
const seen = (more: object): object => ({
  kind: 'screen_seen',
  user_id: null,
  said: { screen: 'home', duration_ms: 1, ...more },
});
const compared = (items: unknown): object => ({ kind: 'compared', said: { items } });
const paid = ['missing:said.amount', 'missing:said.fee'];

const cases: [law: string, changes: object, became: 'accepted' | 'held' | string[]][] = [
  ['a sound row is accepted', {}, 'accepted'],
  ['a kind asks for no more than it requires', seen({}), 'accepted'],
  [
    'what a kind requires has to be there',
    seen({ screen: null, duration_ms: '' }),
    ['missing:said.duration_ms', 'missing:said.screen'],
  ],
  [
    'each kind requires its own',
    { kind: 'signed_up', said: { x: 1 } },
    ['missing:said.method', 'missing:said.user_id'],
  ],
  [
    'a column may be required by a kind alone',
    { kind: 'compared', user_id: ' ', said: { items: ['a'] } },
    ['missing:user_id'],
  ],
  ['a kind in other letters is that kind', { kind: 'TRANSFER_DONE', said: { x: 1 } }, paid],
  ['without a kind nothing else is required', { kind: null, user_id: null, said: { x: 1 } }, ['missing:kind']],
  ['nor by one that is none', { kind: 'nothing', user_id: null, said: { x: 1 } }, ['invalid:kind']],
  ['a document is required', { said: null }, ['missing:said', ...paid]],
  ['a document is an object', { said: [1] }, ['invalid:said', ...paid]],
  ['and no text', { said: '{}' }, ['invalid:said', ...paid]],
  ['it has so many bytes', said({ x: 'x'.repeat(372) }), 'accepted'],
  ['and no more', said({ x: 'x'.repeat(373) }), ['invalid:said']],
  ['an id fills from within the document', { user_id: null, ...said({ user_id: 'usr_2' }) }, 'accepted'],
  [
    'also where the row is looked at closely',
    { user_id: ' ', locale: 'EN', ...said({ user_id: 'usr_3' }) },
    'accepted',
  ],
  ['two that agree are one', said({ user_id: 'usr_1' }), 'accepted'],
  ['two that differ are not', said({ user_id: 'usr_2' }), ['invalid:said.user_id']],
  ['one that is none fills nothing', { user_id: null, ...said({ user_id: 'me' }) }, ['invalid:said.user_id']],
  ['one that is there has to be one', { user_id: 'me', ...said({ user_id: 'usr_2' }) }, ['invalid:user_id']],
  ['a rule between columns', said({ fee: 10.01 }), ['fee_above_amount']],
  ['is kept at its border', said({ fee: '10.00' }), 'accepted'],
  ['and where one of them is missing', seen({ fee: 5 }), 'accepted'],
  ['a rule between moments', { tapped_at: '2025-09-10T10:05:02Z' }, ['future_tap']],
  ['is kept at its border too', { tapped_at: '2025-09-10T10:05:01Z' }, 'accepted'],
  ['a rule of a kind', said({ screen: 'home' }), ['screen_of_transfer']],
  ['is none of another', { ...seen({}), locale: 'EN' }, 'accepted'],
  ['several rules are all told', said({ fee: 11, screen: 'home' }), ['fee_above_amount', 'screen_of_transfer']],
  ['a list has texts', compared(['a', ' b ', 'it"s']), 'accepted'],
  ['none of them empty', compared(['a', ' ']), ['invalid:said.items']],
  ['nor too long', compared(['123456789']), ['invalid:said.items']],
  ['nor a number', compared([1]), ['invalid:said.items']],
  ['nor nothing', compared(['a', null]), ['invalid:said.items']],
  ['at least one', compared([]), ['invalid:said.items']],
  ['a text is no list', compared('a'), ['invalid:said.items']],
  ['an empty one is missing', compared(''), ['missing:said.items']],
  [
    'values within keep the rules of their types',
    seen({ duration_ms: 1.5, is_first: 'maybe' }),
    ['invalid:said.duration_ms', 'invalid:said.is_first'],
  ],
  ['and are folded', { kind: 'signed_up', said: { user_id: 'usr_1', method: ' EMAIL ' } }, 'accepted'],
  ['what is missing has its value', { locale: ' ' }, 'accepted'],
  ['what is wrong has not', { locale: 'fr' }, ['invalid:locale']],
  ['another moment is a moment', { received_at: '2025-02-30' }, ['invalid:received_at']],
  ['too late a row is held', { tapped_at: '2025-09-07T14:59:59Z' }, 'held'],
  ['one in time is not', { tapped_at: '2025-09-07T15:00:00Z' }, 'accepted'],
];

test('of each row the verdict and the rules it breaks, by place', async () => {
  const found = await acceptTaps(lake, cases.map(([, changes], at) => tap(at, changes)).join('\n'));
  const became = cases.map(([law], at) => {
    const row = found.find(({ line }) => line === at + 1);
    return [law, row?.rules && row.verdict === 'quarantined' ? row.rules : row?.verdict];
  });
  expect(became).toEqual(cases.map(([law, , verdict]) => [law, verdict]));
  const valuesOf = (law: string) =>
    found.find(({ line }) => line === cases.findIndex(([name]) => name === law) + 1)?.values;
  expect(valuesOf('a sound row is accepted')).toMatchObject({
    user_id: 'usr_1',
    locale: 'ko',
    amount: '10.00',
    fee: '0.00',
  });
  expect(valuesOf('an id fills from within the document')).toMatchObject({ user_id: 'usr_2' });
  expect(valuesOf('also where the row is looked at closely')).toMatchObject({ user_id: 'usr_3', locale: 'en' });
  expect(valuesOf('what is missing has its value')).toMatchObject({ locale: 'ko', model: null });
  expect(valuesOf('is none of another')).toMatchObject({ locale: 'en', screen: 'home', user_id: null });
});

test('what stands within a document is looked at as closely as what stands beside it', async () => {
  const spelled = (at: number, document: string): string => tap(at, {}).replace('{"amount":10,"fee":0}', document);
  const lines = [
    spelled(1, '{"amount":1,"amount":1,"fee":0}'),
    spelled(2, '{"amount":1e-400,"fee":0}'),
    spelled(3, '{"amount":12.340000000000000001,"fee":0}'),
    spelled(4, '{"amount":1,"fee":0,"x":1e-400}'),
    spelled(5, '{"amount":1,"fee":0,"note":"4111 1111 1111 1111"}'),
    spelled(6, '{"amount":1,"fee":0,"x":NaN}'),
    spelled(7, '{"amount":1,"fee":0,"x":{"a":1,"a":1}}'),
  ];
  const found = await acceptTaps(lake, lines.join('\n'));
  expect(found.sort((a, b) => a.line - b.line).map(({ line, rules = [] }) => [line, rules])).toEqual([
    [1, ['malformed']],
    [2, ['invalid:said.amount']],
    [3, ['invalid:said.amount']],
    [4, []],
    [5, ['card_number']],
    [6, ['malformed']],
    [7, ['malformed']],
  ]);
  expect(found.find(({ line }) => line === 4)?.values?.said).toBe('{"amount":1e0,"fee":0,"x":1e-400}');
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolder, removeFolder } from '../cli/paylake.ts';
import { contentOf, seen, silverOf } from './home.ts';
import { type Day, succeed } from './report.ts';

const knobs = ['--rows', '150', '--late', '0.3', '--corrections', '0.1'];
const range = (from: string, to: string): string[] => ['--from', from, '--to', to];
const all = range('2025-09-01', '2025-09-03');

/** What readers and auditors get, apart from the runs it came by. */
async function outcome(home: string): Promise<Record<string, unknown>> {
  const kept = ['_quarantine/', '_held/', '_catalog/'].map((prefix) => contentOf(silverOf(home), prefix));
  return { ...(await seen(home)), kept };
}

let whole: string;
let expected: Record<string, unknown>;
let days: Day[];

beforeAll(async () => {
  whole = await makeFolder();
  ({ days } = await succeed('demo', ...all, ...knobs, '--home', whole));
  expected = await outcome(whole);
});
afterAll(() => removeFolder(whole));

test('days one by one in another order end in the same Silver, fact and marts as all at once', async () => {
  const home = await makeFolder();
  try {
    for (const date of ['2025-09-03', '2025-09-01', '2025-09-02'])
      await succeed('demo', ...range(date, date), ...knobs, '--home', home);
    expect(await outcome(home)).toEqual(expected);
  } finally {
    await removeFolder(home);
  }
});

test.for([
  ['2025-09-01', '2025-09-01'],
  ['2025-09-02', '2025-09-03'],
])('backfilling %s to %s changes nothing', async ([from = '', to = '']) => {
  const report = await succeed('backfill', ...range(from, to), '--home', whole);
  expect(report.days).toEqual(days.filter(({ ingestDate }) => ingestDate >= from && ingestDate <= to));
  expect(await outcome(whole)).toEqual(expected);
});

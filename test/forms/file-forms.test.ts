import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';
import { dirts } from './dirt.ts';
import { observe } from './observe.ts';
import { type Row, renderTable } from './render-table.ts';
import { forms } from './write-form.ts';

// A DuckDB for each of the many small files would take longer than the files.
vi.mock('../../lib/lake/engine.ts', () => import('../laws/warm-engine.ts'));

let lake: ScratchLake;
beforeAll(async () => {
  lake = await startScratchLake();
});
afterAll(() => lake.remove());

const seen: Row[] = dirts.map((dirt) => ({
  dirt,
  observed: { ndjson: undefined, array: undefined, csv: undefined, tsv: undefined },
}));

describe.each(forms)('%s', (form) => {
  test.each(seen)('$dirt.name', async (row) => {
    const { dirt } = row;
    const observed = await observe(lake, dirt, form);
    row.observed[form] = observed;
    if (!observed) return;
    const expected = typeof dirt.outcome === 'string' ? dirt.outcome : dirt.outcome[form];
    expect(observed.outcome).toBe(expected);
    expect(observed.besideAccepted, 'the sound file beside it').toBe(2);
    if (observed.outcome !== 'loaded') expect(observed.reason).not.toBe('');
  });
});

test('the page in docs says what was observed (node test/forms/write-page.ts writes it)', async () => {
  const page = await readFile(new URL('../../docs/file-forms.md', import.meta.url), 'utf8');
  expect(page).toBe(renderTable(seen));
});

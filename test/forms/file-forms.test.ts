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
  let observed: Awaited<ReturnType<typeof observe>>;
  beforeAll(async () => {
    observed = await observe(lake, form);
    for (const row of seen) row.observed[form] = observed.get(row.dirt);
  });

  test.each(dirts)('$name', (dirt) => {
    const found = observed.get(dirt);
    if (!found) return;
    const { outcome, reason, besideAccepted } = found;
    expect(outcome).toBe(typeof dirt.outcome === 'string' ? dirt.outcome : dirt.outcome[form]);
    expect(besideAccepted, 'the sound file beside it').toBe(2);
    if (outcome !== 'loaded') expect(reason).not.toBe('');
  });
});

test('the page in docs says what was observed (node test/forms/write-page.ts writes it)', async () => {
  const page = await readFile(new URL('../../docs/file-forms.md', import.meta.url), 'utf8');
  expect(page).toBe(renderTable(seen));
});

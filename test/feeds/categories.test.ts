import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import categories from '../../lib/datasets/transactions/feeds/purchase-cards-mcc.json' with { type: 'json' };
import { mapRow } from './map-cells.ts';

const entries = Object.entries(categories);

test('the map is a data file of four-digit codes under normal spellings', () => {
  expect(entries.length).toBeGreaterThan(50);
  for (const [category, code] of entries) {
    expect(code, category).toMatch(/^[0-9]{4}$/);
    expect(code, `${category}: what has no code is left out, so that it is counted`).not.toBe('0000');
    expect(category).toBe(category.trim().toLowerCase().replace(/\s+/g, ' '));
  }
});

test('no category stands twice in the file', async () => {
  const text = await readFile(
    new URL('../../lib/datasets/transactions/feeds/purchase-cards-mcc.json', import.meta.url),
    'utf8',
  );
  expect([...text.matchAll(/^\s*"[^"]+":/gm)]).toHaveLength(entries.length);
});

test('every category maps however it is spaced or cased', () => {
  for (const [category, code] of entries) {
    const spelled = `  ${category.toUpperCase().replaceAll(' ', '  ')} `;
    const { fields, unmapped } = mapRow({ 'TRANS CAC DESC 1': spelled });
    expect({ mcc: fields.mcc, unmapped }, category).toEqual({ mcc: code, unmapped: [] });
  }
});

test.each(['Witness Expenses', '', 'constructor', '__proto__'])('"%s" is not in the map: 0000, and counted', (name) => {
  const { fields, unmapped } = mapRow({ 'TRANS CAC DESC 1': name });
  expect({ mcc: fields.mcc, unmapped }).toEqual({
    mcc: '0000',
    unmapped: [{ column: 'TRANS CAC DESC 1', word: name }],
  });
});

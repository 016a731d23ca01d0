import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { assumptions, assumptionsByArea } from '../../lib/operate/smoke/assumptions.ts';
import { goldens } from '../../lib/operate/smoke/goldens.ts';
import { renderAssumptions } from './render-assumptions.ts';

it('the page in docs is written from the list (node test/smoke/write-page.ts)', async () => {
  const page = await readFile(new URL('../../docs/assumptions.md', import.meta.url), 'utf8');
  expect(page).toBe(renderAssumptions(assumptionsByArea, goldens.of));
});

it('every assumption has a name of its own, a source, and a check or the reason why there is none', () => {
  const names = assumptions.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const assumption of assumptions) {
    expect(assumption.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(assumption.source, assumption.name).not.toBe('');
    if (!('check' in assumption)) expect(assumption.unchecked, assumption.name).not.toBe('');
  }
});

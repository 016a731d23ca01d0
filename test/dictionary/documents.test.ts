import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { renderDocuments } from '../../lib/lineage/sql/render-documents.ts';

const documents = [...renderDocuments()];

it.each(documents)('%s is what contracts, feeds and SQL say: npm run dictionary writes it', (path, text) => {
  expect(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')).toBe(text);
});

it('the page needs nothing else', () => {
  const page = new Map(documents).get('docs/dictionary.html') ?? '';
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect(page).not.toMatch(/<script|<link|<img|src=|https?:|@import|url\(/);
  // Whatever leads somewhere leads to a place on the page.
  const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  const links = [...page.matchAll(/ href="#([^"]+)"/g)].map(([, to]) => to);
  expect(links.length).toBeGreaterThan(200);
  expect(links.filter((to) => !ids.has(to))).toEqual([]);
});

it('links of the page in Markdown lead to headings', () => {
  const text = new Map(documents).get('docs/dictionary.md') ?? '';
  const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, name = '']) => name.replaceAll('.', ''));
  const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, to]) => to);
  expect(links).toEqual(headings);
});

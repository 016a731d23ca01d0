import { expect, it } from 'vitest';
import { traceWarehouse } from '../../lib/lineage/sql/trace-warehouse.ts';
import { sqlFiles } from '../sql/sql-files.ts';
import { catalog } from './lineage.ts';

/* What a file says on top that it reads and writes is what the parser finds in its statements. */

const { made, kept } = traceWarehouse(catalog);
const traced = [...new Map([...made, ...kept].map((file) => [file.path, file])).values()];

function namedIn(path: string, label: 'reads' | 'writes', until: string): string[] {
  const header = sqlFiles.find((file) => file.path === path)?.header.join(' ') ?? '';
  const [, text = ''] = new RegExp(`${label}: +(.*?) ${until}:`).exec(header) ?? [];
  return [...new Set(text.match(/\b(?:core|mart|ops)\.\w+/g) ?? [])].sort();
}

it('every file of the flow is traced', () => {
  expect(traced.length).toBeGreaterThan(40);
});

it.each(traced)('$path reads the tables that it says', ({ path, reads }) => {
  const stored = reads.filter((name) => name.includes('.'));
  expect(stored).toEqual(namedIn(path, 'reads', 'writes'));
});

it.each(kept)('$path writes the tables that it says', ({ path, writes }) => {
  expect([...writes.keys()].sort()).toEqual(namedIn(path, 'writes', 'strategy'));
});

import { writeFile } from 'node:fs/promises';
import { startScratchLake } from '../laws/scratch-lake.ts';
import { dirts } from './dirt.ts';
import { observe } from './observe.ts';
import { renderTable } from './render-table.ts';
import type { Form } from './write-form.ts';

/** Writes docs/file-forms.md from what is observed now. */
const lake = await startScratchLake();
const observed = {
  ndjson: await observe(lake, 'ndjson'),
  array: await observe(lake, 'array'),
  csv: await observe(lake, 'csv'),
  tsv: await observe(lake, 'tsv'),
};
await lake.remove();
const rows = dirts.map((dirt) => {
  const of = (form: Form) => observed[form].get(dirt);
  return { dirt, observed: { ndjson: of('ndjson'), array: of('array'), csv: of('csv'), tsv: of('tsv') } };
});
await writeFile(new URL('../../docs/file-forms.md', import.meta.url), renderTable(rows));

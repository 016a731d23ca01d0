import { writeFile } from 'node:fs/promises';
import { startScratchLake } from '../laws/scratch-lake.ts';
import { dirts } from './dirt.ts';
import { observe } from './observe.ts';
import { type Row, renderTable } from './render-table.ts';

/** Writes docs/file-forms.md from what is observed now. */
const lake = await startScratchLake();
const rows: Row[] = [];
for (const dirt of dirts) {
  const [ndjson, array, csv, tsv] = [
    await observe(lake, dirt, 'ndjson'),
    await observe(lake, dirt, 'array'),
    await observe(lake, dirt, 'csv'),
    await observe(lake, dirt, 'tsv'),
  ];
  rows.push({ dirt, observed: { ndjson, array, csv, tsv } });
}
await lake.remove();
await writeFile(new URL('../../docs/file-forms.md', import.meta.url), renderTable(rows));

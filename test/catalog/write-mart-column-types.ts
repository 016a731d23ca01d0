import { writeFile } from 'node:fs/promises';
import { describeMarts } from './describe-marts.ts';

/** Writes lib/catalog/mart-column-types.json from the migrations. */
await writeFile(
  new URL('../../lib/catalog/mart-column-types.json', import.meta.url),
  `${JSON.stringify(await describeMarts(), null, 2)}\n`,
);

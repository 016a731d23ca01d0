import { writeFile } from 'node:fs/promises';
import { assumptionsByArea } from '../../lib/operate/smoke/assumptions.ts';
import { goldens } from '../../lib/operate/smoke/goldens.ts';
import { renderAssumptions } from './render-assumptions.ts';

/** Writes docs/assumptions.md from the list in code. */
await writeFile(
  new URL('../../docs/assumptions.md', import.meta.url),
  renderAssumptions(assumptionsByArea, goldens.of),
);

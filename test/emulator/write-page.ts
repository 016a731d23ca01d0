import { writeFile } from 'node:fs/promises';
import { observeS3 } from './observe-s3.ts';
import { observeStates } from './observe-states.ts';
import { renderTargets } from './render-targets.ts';

/** Writes docs/targets.md from what is observed now. */
const observed = { s3: await observeS3(), states: await observeStates() };
await writeFile(new URL('../../docs/targets.md', import.meta.url), renderTargets(observed));

import { writeFile } from 'node:fs/promises';
import { observeS3 } from './observe-s3.ts';
import { renderTargets } from './render-targets.ts';

/** Writes docs/targets.md from what is observed now. */
await writeFile(new URL('../../docs/targets.md', import.meta.url), renderTargets(await observeS3()));

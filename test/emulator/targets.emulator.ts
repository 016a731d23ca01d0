import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { observeS3 } from './observe-s3.ts';
import { observeStates } from './observe-states.ts';
import { renderTargets } from './render-targets.ts';

test('the page in docs says what was observed (node test/emulator/write-page.ts writes it)', async () => {
  const page = await readFile(new URL('../../docs/targets.md', import.meta.url), 'utf8');
  expect(page).toBe(renderTargets({ s3: await observeS3(), states: await observeStates() }));
});

import { afterEach, expect, test } from 'vitest';
import { testFolder } from '../../../test/cli/paylake.ts';
import { installMinistack } from '../../emulator/install-ministack.ts';

const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
});

test('without Python the emulator says what is missing and what to do', async () => {
  const folder = await testFolder();
  process.env.PATH = folder;
  const notices: string[] = [];
  await expect(installMinistack(folder, (text) => notices.push(text))).rejects.toMatchObject({
    kind: 'usage',
    message: expect.stringContaining('no Python 3.11 or newer'),
    next: expect.stringContaining('install python3'),
  });
  expect(notices).toEqual([]);
});

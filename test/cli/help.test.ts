import { expect, test } from 'vitest';
import { paylake } from './paylake.ts';

const common = ['--target', '--home', '--json', '--help'];

/** Every command and option of interfaces section 1. */
const commands: [command: string, options: string[]][] = [
  ['demo', ['--from', '--to', '--rows', '--seed', '--duplicates', '--late', '--corrections', '--bad']],
  ['run', ['--dataset', '--from', '--to', '--feed', '--input', '--ingest-date', '--accept', '--wait']],
  ['backfill', ['--from', '--to', '--plan']],
  ['status', []],
  ['query', ['--file', '--csv', '--named', '--set', '--list']],
  ['cost', ['--month']],
  ['explain', []],
  ['quarantine list', ['--from', '--to']],
  ['quarantine replay', ['--from', '--to']],
  ['held list', ['--from', '--to']],
  ['held release', ['--from', '--to', '--reason']],
  ['held withdraw', ['--from', '--to', '--reason']],
  ['withdraw', ['--feed', '--file', '--ingest-date', '--reason']],
  ['doctor', []],
  ['smoke', ['--yes', '--day', '--save-goldens']],
];

test.for(commands)('%s --help names the command and its options, exit 0', async ([command, options]) => {
  const { status, stdout, stderr } = await paylake(...command.split(' '), '--help');
  expect(status).toBe(0);
  expect(stderr).toBe('');
  expect(stdout).toContain(`Usage: paylake ${command}`);
  for (const option of [...common, ...options]) expect(stdout).toMatch(new RegExp(`^ .*${option}\\b`, 'm'));
});

test('--help lists the commands, exit 0', async () => {
  const { status, stdout } = await paylake('--help');
  expect(status).toBe(0);
  for (const command of new Set(commands.map(([name]) => name.split(' ')[0])))
    expect(stdout).toMatch(new RegExp(`^ +${command}\\b`, 'm'));
});

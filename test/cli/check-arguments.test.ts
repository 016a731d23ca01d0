import { Command } from 'commander';
import { expect, test } from 'vitest';
import { findUnknownCommand, guardSql } from '../../lib/cli/check-arguments.ts';

const program = new Command('paylake');
program.command('run');
program.command('held').command('list');

test.for([
  [['frobnicate', '--help'], 'frobnicate'],
  [['held', 'frobnicate', '-h'], 'frobnicate'],
  [['help', 'frobnicate'], 'frobnicate'],
  [['held', 'list', '--help'], undefined],
  [['run', 'anything', '--help'], undefined],
  [['--help'], undefined],
  // Without a wish for help commander says it better: it knows what is near.
  [['frobnicate'], undefined],
] as const)('of %j the unknown command is %s', ([args, unknown]) => {
  expect(findUnknownCommand(program, args)).toBe(unknown);
});

test.for([
  [
    ['query', '-- why\nselect 1', '--json'],
    ['query', '--json', '--', '-- why\nselect 1'],
  ],
  [
    ['query', '--why\nselect 1'],
    ['query', '--', '--why\nselect 1'],
  ],
  [
    ['query', '--home=/my home', 'select 1'],
    ['query', '--home=/my home', 'select 1'],
  ],
  [
    ['query', '--file', 'a.sql'],
    ['query', '--file', 'a.sql'],
  ],
  [
    ['query', '--', '-- why\nselect 1'],
    ['query', '--', '-- why\nselect 1'],
  ],
  [
    ['run', '-- why'],
    ['run', '-- why'],
  ],
] as const)('%j is read as %j', ([args, expected]) => {
  expect(guardSql(args)).toEqual(expected);
});

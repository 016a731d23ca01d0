import type { Command } from 'commander';

/** Arguments in which an SQL text that begins with a comment (`-- why`) is not taken for an option. */
export function guardSql(args: readonly string[]): string[] {
  const isSql = (arg: string): boolean => arg.startsWith('--') && (arg.includes('\n') || !/^--[a-z-]*(=|$)/.test(arg));
  if (args[0] !== 'query' || args.includes('--') || !args.some(isSql)) return [...args];
  return [...args.filter((arg) => !isSql(arg)), '--', ...args.filter(isSql)];
}

/** How to get the help of the command that arguments name, as far as they name one. */
export function helpOf(program: Command, args: readonly string[]): string {
  const names: string[] = [];
  let command = program;
  for (const arg of args) {
    const named = command.commands.find((each) => each.name() === arg);
    if (!named) break;
    names.push(arg);
    command = named;
  }
  return ['npx paylake', ...names, '--help'].join(' ');
}

/** Of arguments that ask for help: the word that stands where a command should and is none. Commander would print help and succeed. */
export function findUnknownCommand(program: Command, args: readonly string[]): string | undefined {
  if (!args.some((arg) => ['help', '--help', '-h'].includes(arg))) return undefined;
  let command = program;
  for (const arg of args[0] === 'help' ? args.slice(1) : args) {
    if (arg.startsWith('-') || command.commands.length === 0) return undefined;
    const named = command.commands.find((each) => each.name() === arg);
    if (!named) return arg;
    command = named;
  }
  return undefined;
}

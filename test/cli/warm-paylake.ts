import { type ChildProcess, fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { bareEnvironment } from './bare-environment.ts';
import type { Outcome } from './paylake.ts';

const hostFile = fileURLToPath(new URL('./host.ts', import.meta.url));
const idle: ChildProcess[] = [];

/**
 * Runs a command in a process that ran others before it, or in a new one while those are at work: loading the program takes longer
 * than most commands. Throws if the process ends, or does not come to an exit status.
 */
export async function warmPaylake(args: readonly string[]): Promise<Outcome> {
  const host = idle.pop() ?? startHost();
  const outcome = await new Promise<Outcome>((resolve, reject) => {
    const onExit = (code: number | null, signal: string | null): void =>
      reject(new Error(`paylake ${args.join(' ')}: its process ended (${signal ?? code})`));
    host.once('exit', onExit);
    host.once('message', (answer: Outcome) => {
      host.off('exit', onExit);
      resolve(answer);
    });
    host.send(args);
  });
  idle.push(host);
  return outcome;
}

function startHost(): ChildProcess {
  const host = fork(hostFile, [], {
    cwd: tmpdir(),
    execArgv: [],
    env: bareEnvironment,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  // It ends with this process, which does not wait for it.
  host.unref();
  host.channel?.unref();
  return host;
}

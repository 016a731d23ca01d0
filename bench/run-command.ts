import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';

/** What a finished command took: seconds, and the largest sum of resident memory of its processes that was seen. */
export type Usage = { wall: number; cpu: number; peakMiB: number; stdout: string };

const sampleMs = 100;

/** Runs a command to its end and measures it with all its children. Throws where it fails, with what it wrote to stderr. */
export async function runCommand(command: string, args: readonly string[]): Promise<Usage> {
  // bash's own `time` counts children that have ended; Node tells of none.
  const timed = 'TIMEFORMAT="paylake-time %R %U %S"; time "$@"';
  const child = spawn('bash', ['-c', timed, 'bash', command, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  let peakMiB = 0;
  const sampler = setInterval(
    async () => (peakMiB = Math.max(peakMiB, await groupMemoryMiB(child.pid ?? 0))),
    sampleMs,
  );
  const [code] = await once(child, 'close');
  clearInterval(sampler);
  const [, wall, user, system] = /paylake-time (\S+) (\S+) (\S+)/.exec(stderr) ?? [];
  if (code !== 0 || wall === undefined) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${stderr}`);
  return { wall: Number(wall), cpu: Number(user) + Number(system), peakMiB, stdout };
}

/** Resident memory of a process group; 0 where there is no /proc. */
async function groupMemoryMiB(group: number): Promise<number> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      // Fields behind the name, which may hold blanks: state, ppid, pgrp, ..., rss in pages is the 22nd.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(fields[2]) === group ? Number(fields[21]) * 4096 : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1024 ** 2;
}

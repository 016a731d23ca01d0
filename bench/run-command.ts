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
  const cpuOf = new Map<string, number>();
  const sampler = setInterval(async () => {
    const processes = await listGroup(child.pid ?? 0);
    peakMiB = Math.max(
      peakMiB,
      processes.reduce((sum, { residentMiB }) => sum + residentMiB, 0),
    );
    for (const { pid, cpu } of processes) cpuOf.set(pid, cpu);
  }, sampleMs);
  const [code] = await once(child, 'close');
  clearInterval(sampler);
  const [, wall, user, system] = /paylake-time (\S+) (\S+) (\S+)/.exec(stderr) ?? [];
  if (code !== 0 || wall === undefined) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${stderr}`);
  // A child that nobody waited for, like Spark's Java, is only in the samples.
  const sampled = [...cpuOf.values()].reduce((sum, cpu) => sum + cpu, 0);
  return { wall: Number(wall), cpu: Math.max(Number(user) + Number(system), sampled), peakMiB, stdout };
}

type Sample = { pid: string; residentMiB: number; cpu: number };

const pageBytes = 4096;
const ticksPerSecond = 100;

/** The processes of a group; none where there is no /proc. */
async function listGroup(group: number): Promise<Sample[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const samples = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      // proc(5), from the third field on: the name before may hold blanks. Group 5th, user and system time 14th and 15th, pages 24th.
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      const [ticks, pages] = [(fields[11] ?? 0) + (fields[12] ?? 0), fields[21] ?? 0];
      return fields[2] === group
        ? [{ pid, residentMiB: (pages * pageBytes) / 1024 ** 2, cpu: ticks / ticksPerSecond }]
        : [];
    }),
  );
  return samples.flat();
}

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** An endpoint in a process of its own. */
export type ForkedServer = {
  url: string;
  /** kill -9, and waits for the end. */
  kill(): Promise<void>;
};

const script = fileURLToPath(new URL('./crash-server.ts', import.meta.url));

/** Starts an endpoint over a scratch folder in a process of its own. */
export function forkServer(folder: string): Promise<ForkedServer> {
  return start(process.execPath, [script, folder]);
}

/** Starts an endpoint over a scratch folder that is a file system of `mebibytes`, seen by that process alone. */
export function forkServerOnSmallDisk(folder: string, mebibytes: number): Promise<ForkedServer> {
  return start('unshare', [...smallDisk(folder, mebibytes), process.execPath, script, folder]);
}

/** Throws where this machine lets no test mount such a file system: a law that was not looked at must not look kept. */
export function expectSmallDisk(folder: string): void {
  const { status, stderr, error } = spawnSync('unshare', [...smallDisk(folder, 1), 'true'], { encoding: 'utf8' });
  if (status === 0) return;
  const cause = (error?.message ?? stderr).trim();
  throw new Error(
    `this machine mounts no small disk for a test (${cause}), so what happens on a full one is not known. It takes Linux with ` +
      'user namespaces; on Ubuntu: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0. ' +
      "To go without: npm test -- --exclude '**/disk-full.test.ts'",
  );
}

function smallDisk(folder: string, mebibytes: number): string[] {
  return ['-rm', 'sh', '-c', `mount -t tmpfs -o size=${mebibytes}m tmpfs "$0" && exec "$@"`, folder];
}

async function start(command: string, args: string[]): Promise<ForkedServer> {
  const child: ChildProcess = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  const [url] = await Promise.race([once(child, 'message'), exited.then(() => Promise.reject(new Error('no server')))]);
  return {
    url: String(url),
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const nodeModules = fileURLToPath(new URL('../../node_modules', import.meta.url));
const startSeconds = 60;
const graceSeconds = 20;

export type MinistackOptions = {
  /** Python of the environment it is installed in. */
  python: string;
  port: number;
  region: string;
  /** Its state, its log and its scratch files. */
  folder: string;
  /** What Wait states and retries are shortened to, of 1. */
  waitScale: number;
};

/** A running MiniStack; `stop` lets it save its state, `kill` does not. */
export type Ministack = { url: string; stop(): Promise<void>; kill(): Promise<void> };

/** Starts MiniStack on 127.0.0.1; it goes on with the state that an earlier one saved in the same folder. */
export async function startMinistack(options: MinistackOptions): Promise<Ministack> {
  const { python, port, region, folder, waitScale } = options;
  const url = `http://127.0.0.1:${port}`;
  const tmp = join(folder, 'tmp');
  const state = join(folder, 'state');
  mkdirSync(tmp, { recursive: true });
  mkdirSync(join(state, 's3'), { recursive: true });
  // Functions are unpacked below; the package.json of a repository above would make modules of them.
  writeFileSync(join(tmp, 'package.json'), '{}');
  const log = openSync(join(folder, 'ministack.log'), 'a');
  const child = spawn(python, ['-m', 'ministack'], {
    stdio: ['ignore', log, log],
    // Functions get this environment too: bare, so that nobody's account is within their reach.
    env: {
      // It runs functions with the `node` it finds first.
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      TMPDIR: tmp,
      // On AWS the runtime has the SDK; here the CDK's own functions find ours.
      NODE_PATH: nodeModules,
      AWS_ENDPOINT_URL: url,
      AWS_EC2_METADATA_DISABLED: 'true',
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      MINISTACK_REGION: region,
      SFN_WAIT_SCALE: String(waitScale),
      PERSIST_STATE: '1',
      S3_PERSIST: '1',
      STATE_DIR: state,
      S3_DATA_DIR: join(state, 's3'),
      SFTP_ENABLED: '0',
      IOT_MTLS_ENABLED: '0',
    },
  });
  closeSync(log);
  const killAtExit = (): boolean => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    process.off('exit', killAtExit);
    await endProcess(child, signal);
  };
  try {
    await untilHealthy(url, child, join(folder, 'ministack.log'));
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
  return { url, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

async function untilHealthy(url: string, child: ChildProcess, log: string): Promise<void> {
  for (const until = Date.now() + startSeconds * 1000; Date.now() < until; await sleep(100)) {
    if (child.exitCode !== null) throw new Error(`MiniStack ended with ${child.exitCode}: see ${log}`);
    const isUp = await fetch(`${url}/_ministack/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
  }
  throw new Error(`MiniStack did not answer within ${startSeconds} seconds: see ${log}`);
}

async function endProcess(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), graceSeconds * 1000);
  await exited;
  clearTimeout(timer);
}

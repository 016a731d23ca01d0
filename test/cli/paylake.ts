import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { bareEnvironment } from './bare-environment.ts';
import { warmPaylake } from './warm-paylake.ts';

const program = fileURLToPath(new URL('../../bin/paylake.ts', import.meta.url));

/** What a person gets to see of one command. */
export type Outcome = { status: number | null; stdout: string; stderr: string };

/** What a program gets to see of one command with --json; `document` is all of stdout. */
export type Answer<Document> = { status: number | null; document: Document; stderr: string };

export type ErrorDocument = { schema: 'paylake.error/1'; error: { kind: string; message: string; next: string } };

/** A command as a process of its own and the group it leads, so that it can be killed with all it started. */
export type Running = { process: ChildProcess; outcome: Promise<Outcome>; killGroup(): Promise<void> };

/** Variables for the process, and a module that it loads before the program. */
export type Preload = { env: Record<string, string>; module?: string };

/** Starts the real command line; its environment is bare but for `preload`. */
export function startPaylake(args: readonly string[], preload?: Preload): Running {
  const options = preload?.module ? ['--import', preload.module] : [];
  const child = spawn(process.execPath, [...options, program, ...args], {
    cwd: tmpdir(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...bareEnvironment, ...preload?.env },
  });
  const exited = once(child, 'exit');
  const outcome = Promise.all([exited, text(child.stdout), text(child.stderr)]).then(([[status], stdout, stderr]) => ({
    status: status as number | null,
    stdout,
    stderr,
  }));
  return {
    process: child,
    outcome,
    killGroup: async () => {
      // No process id: it never started. An exit code: it is gone, and its id may be another's.
      if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      await exited;
    },
  };
}

/** Runs a command, not in a process of its own: that the process ends as it should is for tests with `startPaylake`. */
export async function paylake(...args: string[]): Promise<Outcome> {
  return warmPaylake(args);
}

/** Runs a command with --json. Throws unless stdout is exactly one JSON document. */
export async function paylakeJson<Document = ErrorDocument>(...args: string[]): Promise<Answer<Document>> {
  const { status, stdout, stderr } = await paylake(...args, '--json');
  try {
    return { status, document: JSON.parse(stdout) as Document, stderr };
  } catch {
    throw new Error(
      `paylake ${args.join(' ')} (exit ${status}): not one JSON document on stdout:\n${stdout}\n${stderr}`,
    );
  }
}

/** A folder that is removed when the test is over. */
export async function testFolder(): Promise<string> {
  const folder = await makeFolder();
  onTestFinished(() => removeFolder(folder));
  return folder;
}

export async function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'paylake-e2e-'));
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LocalFunction } from '../template/read-assembly.ts';
import type { Answer, Json } from './sandbox.ts';

const sandboxFile = fileURLToPath(new URL('./sandbox.ts', import.meta.url));

/** A failed invocation, as Lambda reports it: `name` is the error type, `message` the JSON that Step Functions calls cause. */
export class FunctionError extends Error {
  constructor(errorType: string, cause: object) {
    super(JSON.stringify(cause));
    this.name = errorType;
  }
}

/** Runs functions in processes of their own, at most one for each processor at a time; processes are kept warm. */
export type FunctionPool = {
  invoke(arn: string, event: unknown): Promise<Json>;
  close(): void;
};

export type PoolOptions = {
  functions: readonly LocalFunction[];
  /** AWS_ENDPOINT_URL_* and region. */
  endpoints: Record<string, string>;
  home: string;
  /** Processes that wait for work: how many at most, and how long. */
  idle?: { processes: number; milliseconds: number };
};

/** `expiry` ends it unless it is asked again in time. */
type Sandbox = { process: ChildProcess; arn: string; expiry?: NodeJS.Timeout };

const limit = availableParallelism();
/**
 * A process keeps the memory of its largest work, and when a stage is over, the next one may need it: memory is worth more than the
 * quarter of a second a new process takes.
 */
const fewAndShortly = { processes: 2 * limit, milliseconds: 5000 };

export function createFunctionPool({
  functions,
  endpoints,
  home,
  idle: most = fewAndShortly,
}: PoolOptions): FunctionPool {
  const byArn = new Map(functions.map((fn) => [fn.arn, fn]));
  const idle: Sandbox[] = [];
  const all = new Set<Sandbox>();
  const waiting: (() => void)[] = [];
  let running = 0;

  const retire = (sandbox: Sandbox): void => {
    clearTimeout(sandbox.expiry);
    const at = idle.indexOf(sandbox);
    if (at >= 0) idle.splice(at, 1);
    sandbox.process.kill('SIGKILL');
  };
  const take = async (fn: LocalFunction): Promise<Sandbox> => {
    if (running >= limit) await new Promise<void>((resume) => waiting.push(resume));
    running++;
    const warm = idle.findLastIndex((sandbox) => sandbox.arn === fn.arn);
    const [found] = warm < 0 ? [] : idle.splice(warm, 1);
    clearTimeout(found?.expiry);
    if (found) return found;
    const sandbox: Sandbox = { process: start(fn, endpoints, home), arn: fn.arn };
    all.add(sandbox);
    sandbox.process.once('exit', () => {
      all.delete(sandbox);
      retire(sandbox);
    });
    return sandbox;
  };
  const giveBack = (sandbox: Sandbox, reusable: boolean): void => {
    running--;
    if (reusable) {
      idle.push(sandbox);
      sandbox.expiry = setTimeout(retire, most.milliseconds, sandbox);
    } else retire(sandbox);
    if (idle[0] && idle.length > most.processes) retire(idle[0]);
    waiting.shift()?.();
  };
  let lastId = 0;
  return {
    invoke: async (arn, event) => {
      const fn = byArn.get(arn);
      if (!fn) throw new FunctionError('Lambda.ResourceNotFoundException', { errorMessage: `no function ${arn}` });
      const sandbox = await take(fn);
      const { answer, reusable } = await ask(sandbox, fn, ++lastId, event);
      giveBack(sandbox, reusable);
      if (answer.error) throw new FunctionError(answer.error.errorType, answer.error);
      return answer.result ?? null;
    },
    close: () => {
      for (const sandbox of all) retire(sandbox);
    },
  };
}

function ask(
  { process: child }: Sandbox,
  { name, timeoutSeconds }: LocalFunction,
  id: number,
  event: unknown,
): Promise<{ answer: Answer; reusable: boolean }> {
  return new Promise((resolve) => {
    const fail = (errorType: string, errorMessage: string): void =>
      settle({ id, error: { errorType, errorMessage, trace: [] } }, false);
    const onMessage = (answer: Answer): void => (answer.id === id ? settle(answer, true) : undefined);
    const onExit = (code: number | null, signal: string | null): void =>
      fail('Runtime.ExitError', `${name} exited before it answered (${signal ?? code})`);
    const timer = setTimeout(
      () => fail('Sandbox.Timedout', `Task timed out after ${timeoutSeconds}.00 seconds`),
      timeoutSeconds * 1000,
    );
    const settle = (answer: Answer, reusable: boolean): void => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve({ answer, reusable });
    };
    child.on('message', onMessage);
    child.once('exit', onExit);
    child.send({ id, event });
  });
}

/** Starts a function's process with the template's environment and nothing of ours but the endpoints. */
function start(fn: LocalFunction, endpoints: Record<string, string>, home: string): ChildProcess {
  const scratch = join(home, 'tmp', fn.name);
  const logs = join(home, 'logs');
  mkdirSync(scratch, { recursive: true });
  mkdirSync(logs, { recursive: true });
  const log = openSync(join(logs, `${fn.name}.log`), 'a');
  const child = fork(sandboxFile, [], {
    stdio: ['ignore', log, log, 'ipc'],
    // None of ours; and no source maps, which cost a tenth of a small run: bundles keep their functions' names.
    execArgv: [],
    env: {
      PATH: process.env.PATH,
      TZ: 'UTC',
      TMPDIR: scratch,
      NODE_PATH: fn.layers.map((layer) => join(layer, 'nodejs/node_modules')).join(':'),
      NODE_COMPILE_CACHE: join(fn.code, '..', 'compile-cache'),
      LAMBDA_TASK_ROOT: fn.code,
      _HANDLER: fn.handler,
      AWS_LAMBDA_FUNCTION_NAME: fn.name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMiB),
      AWS_ACCESS_KEY_ID: fn.role,
      AWS_SECRET_ACCESS_KEY: 'local',
      ...endpoints,
      ...fn.environment,
    },
  });
  closeSync(log);
  return child;
}

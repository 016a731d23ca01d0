import { statSync } from 'node:fs';
import {
  createFunctionPool as createPool,
  type FunctionPool,
  type PoolOptions,
} from '../../local/lambda/function-pool.ts';

/** All functions of a pipeline, between two commands of a test. */
const idle = { processes: 20, milliseconds: 60_000 };
let kept: { of: string; pool: FunctionPool } | undefined;

/**
 * Stands in for local/lambda/function-pool.ts in `host.ts`: the same pool, but it outlives a command, and the next one in the same home
 * finds the functions' processes warm, as Lambda keeps them from one execution to the next. Starting them is most of a small run.
 */
export function createFunctionPool(options: PoolOptions): FunctionPool {
  const of = JSON.stringify([options, statSync(options.home).ino]);
  if (kept?.of !== of) {
    kept?.pool.close();
    kept = { of, pool: createPool({ ...options, idle }) };
  }
  return { invoke: kept.pool.invoke, close: () => {} };
}

import type { EnvironmentConfig } from './config.ts';
import { datasets } from './datasets/index.ts';
import { pipeline, type StageName } from './pipeline.ts';

/** A function: of a stage, or one of those beside them. */
export type FunctionName = StageName | 'watch' | 'migrate' | 'iceberg';

/**
 * Executions that a function keeps free for itself, 0 for none: runs of all datasets may be at work at once, and none of them may
 * wait for another's. What is reserved is taken from the account's own limit, so a stage that runs once at a time takes little.
 */
export function reservedExecutions({ reservedConcurrency }: EnvironmentConfig, name: FunctionName): number {
  if (reservedConcurrency === 0) return 0;
  // Two at once would be in each other's way.
  if (name === 'iceberg') return 1;
  const runs = Object.keys(datasets).length;
  const isParallel = name !== 'watch' && name !== 'migrate' && pipeline[name].forEach !== undefined;
  return isParallel ? reservedConcurrency * runs : Math.max(2, runs);
}

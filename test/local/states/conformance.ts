import type { StatesCheck } from './conformance/check.ts';
import { executionChecks } from './conformance/executions.ts';
import { machineChecks } from './conformance/machines.ts';

/** Holds any Step Functions endpoint against AWS, in what the product relies on. */
export const statesChecks: readonly StatesCheck[] = [...machineChecks, ...executionChecks];

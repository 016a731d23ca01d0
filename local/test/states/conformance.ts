import type { StatesCheck } from './conformance/check.ts';
import { executionChecks } from './conformance/executions.ts';
import { checkOf } from './conformance/fixture.ts';
import { flowFixtures } from './conformance/flow.ts';
import { taskFixtures } from './conformance/tasks.ts';

/** Holds any Step Functions endpoint against AWS, in what the product relies on. */
export const statesChecks: readonly StatesCheck[] = [
  ...taskFixtures.map(checkOf),
  ...flowFixtures.map(checkOf),
  ...executionChecks,
];

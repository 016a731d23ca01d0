import type { EnvironmentConfig } from '../config.ts';
import { pipeline, stageNames } from '../pipeline.ts';

/** What a deploy takes of an account; the tests hold it to the synthesised templates. */
export type DeployNeeds = {
  /** Executions at a time that the functions reserve, of the account's own limit. */
  reservedExecutions: number;
  workgroups: number;
  namespaces: number;
  /** What the workgroup may scale to. */
  rpus: number;
  vpcs: number;
  zones: string[];
  bootstrapVersion: number;
  stacks: string[];
};

/** Lambda leaves so many of an account's executions to functions that reserve none. */
export const unreservedExecutions = 100;

/** Version of the CDK bootstrap stack that templates of this aws-cdk-lib ask for. */
const bootstrapVersion = 6;

/** What deploying an environment takes. */
export function deployNeeds(config: EnvironmentConfig): DeployNeeds {
  const { name, region, reservedConcurrency, generator, warehouse } = config;
  const stages = stageNames.filter((stage) => stage !== 'generate' || generator);
  const parallel = stages.filter((stage) => pipeline[stage].forEach).length;
  // Two functions beside the stages: the migrations and the watch.
  const single = stages.length - parallel + 2;
  return {
    reservedExecutions: reservedConcurrency === 0 ? 0 : parallel * reservedConcurrency + single * 2,
    workgroups: 1,
    namespaces: 1,
    rpus: warehouse.baseCapacityRpu * 4,
    vpcs: 1,
    zones: ['a', 'b', 'c'].map((zone) => region + zone),
    bootstrapVersion,
    stacks: ['Storage', 'Warehouse', 'Pipeline'].map((part) => `Paylake-${name}-${part}`),
  };
}

import type { EnvironmentConfig } from '../../config.ts';
import { pipeline, stageNames } from '../../pipeline.ts';
import { reservedExecutions } from '../../reserved-executions.ts';

/** What a deploy takes of an account; the tests hold it to the synthesised templates. */
export type DeployNeeds = {
  /** Lambda executions at a time: what the functions reserve and what has to be left then, or what a run has at work at once. */
  executions: number;
  workgroups: number;
  namespaces: number;
  /** What the workgroup may scale to. */
  rpus: number;
  vpcs: number;
  zones: string[];
  bootstrapVersion: number;
  stacks: string[];
};

/** Once any function reserves executions, Lambda leaves so many to those that reserve none. */
const unreservedExecutions = 100;

/** Version of the CDK bootstrap stack that templates of this aws-cdk-lib ask for. */
const bootstrapVersion = 6;

/** What deploying an environment takes. */
export function deployNeeds(config: EnvironmentConfig): DeployNeeds {
  const { name, region, reservedConcurrency, generator, warehouse, iceberg } = config;
  const stages = stageNames.filter((stage) => stage !== 'generate' || generator);
  const parallel = stages.flatMap((stage) => pipeline[stage].forEach?.concurrency ?? []);
  const functions = [...stages, 'watch', 'migrate', ...(iceberg ? (['iceberg'] as const) : [])] as const;
  const reserved = functions.reduce((sum, each) => sum + reservedExecutions(config, each), 0);
  return {
    executions: reservedConcurrency === 0 ? Math.max(...parallel) : reserved + unreservedExecutions,
    workgroups: 1,
    namespaces: 1,
    rpus: warehouse.baseCapacityRpu * 4,
    vpcs: 1,
    zones: ['a', 'b', 'c'].map((zone) => region + zone),
    bootstrapVersion,
    stacks: ['Storage', 'Warehouse', 'Pipeline', 'Catalog', ...(iceberg ? ['Iceberg'] : [])].map(
      (part) => `Paylake-${name}-${part}`,
    ),
  };
}

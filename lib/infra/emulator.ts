import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config.ts';
import type { CatalogStack } from './catalog-stack.ts';
import type { PipelineStack } from './pipeline-stack.ts';
import type { StageFunction } from './stage-function.ts';
import type { StorageStack } from './storage-stack.ts';
import { createCopyRole, createUnloadRole } from './warehouse-roles.ts';
import type { Warehouse } from './warehouse-stack.ts';

/*
 * What differs where an AWS-compatible emulator is deployed to: all of it is in this file. The rest of the app is deployed
 * as it is. That the template says of these resources what it should is tested on dev and prod.
 */

/** In place of Redshift Serverless, its network and the look-up of its secret: names and roles only. */
export class WarehouseEndpointStack extends Stack implements Warehouse {
  readonly databaseName = 'paylake';
  readonly workgroupName: string;
  readonly workgroupArn: string;
  readonly adminSecretArn: string;
  readonly copyRole: Role;
  readonly unloadRole: Role;

  constructor(scope: Construct, id: string, config: EnvironmentConfig, storage: StorageStack, props: StackProps) {
    super(scope, id, props);
    this.workgroupName = `paylake-${config.name}`;
    this.workgroupArn = this.formatArn({
      service: 'redshift-serverless',
      resource: 'workgroup',
      resourceName: this.workgroupName,
    });
    this.adminSecretArn = this.formatArn({ service: 'secretsmanager', resource: 'secret', resourceName: 'none' });
    this.copyRole = createCopyRole(this, config, storage);
    this.unloadRole = createUnloadRole(this, config, storage);
  }
}

/** The functions that speak to the warehouse find it here, and what the emulator would refuse is left out. */
export function fitToEmulator(
  { pipeline, catalog }: { pipeline: PipelineStack; catalog: CatalogStack },
  warehouseUrl: string,
): void {
  for (const id of ['Load', 'Gold', 'Migrate']) {
    const stage = pipeline.node.findChild(id) as StageFunction;
    stage.function.addEnvironment('AWS_ENDPOINT_URL_REDSHIFT_DATA', warehouseUrl);
  }
  // An alarm over a sum of metrics: MiniStack has no metric math.
  pipeline.node.tryRemoveChild('RunFailed');
  // It has no named queries of Athena either.
  for (const query of catalog.namedQueries) catalog.node.tryRemoveChild(query.node.id);
}

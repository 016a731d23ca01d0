import type { App } from 'aws-cdk-lib';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { EnvironmentConfig } from '../config.ts';
import { CatalogStack } from './catalog-stack.ts';
import { fitToEmulator, WarehouseEndpointStack } from './emulator.ts';
import { IcebergStack } from './iceberg/iceberg-stack.ts';
import { PipelineStack } from './pipeline-stack.ts';
import { StorageStack } from './storage-stack.ts';
import { WarehouseStack } from './warehouse-stack.ts';

/** The app of one environment: what holds data, the warehouse, what works, and what readers find it by. */
export function addStacks(app: App, config: EnvironmentConfig): void {
  const { account, region, name } = config;
  // Known zones, so that synthesis asks nobody.
  app.node.setContext(
    `availability-zones:account=${account}:region=${region}`,
    ['a', 'b', 'c'].map((zone) => region + zone),
  );
  const props = { env: { account, region }, terminationProtection: config.protectData };
  const storage = new StorageStack(app, `Paylake-${name}-Storage`, config, props);
  const isEmulator = name === 'emulator';
  const Warehouse = isEmulator ? WarehouseEndpointStack : WarehouseStack;
  const warehouse = new Warehouse(app, `Paylake-${name}-Warehouse`, config, storage, props);
  const pipeline = new PipelineStack(app, `Paylake-${name}-Pipeline`, config, { storage, warehouse }, props);
  const catalog = new CatalogStack(app, `Paylake-${name}-Catalog`, config, storage, props);
  if (config.iceberg)
    new IcebergStack(app, `Paylake-${name}-Iceberg`, config, { storage, alertTopic: pipeline.alertTopic }, props);
  if (isEmulator) fitToEmulator({ pipeline, catalog }, app.node.tryGetContext('warehouseUrl') ?? '');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}

import type * as z from 'zod';
import type { env as acceptEnv } from '../../lambdas/accept/env.ts';
import type { env as auditEnv } from '../../lambdas/audit/env.ts';
import type { env as failEnv } from '../../lambdas/fail/env.ts';
import type { env as generateEnv } from '../../lambdas/generate/env.ts';
import type { env as goldEnv } from '../../lambdas/gold/env.ts';
import type { env as loadEnv } from '../../lambdas/load/env.ts';
import type { env as migrateEnv } from '../../lambdas/migrate/env.ts';
import type { env as planEnv } from '../../lambdas/plan/env.ts';
import type { env as publishEnv } from '../../lambdas/publish/env.ts';
import type { env as rankEnv } from '../../lambdas/rank/env.ts';
import type { env as reportEnv } from '../../lambdas/report/env.ts';
import type { env as stageEnv } from '../../lambdas/stage/env.ts';
import type { env as watchEnv } from '../../lambdas/watch/env.ts';
import type { EnvironmentConfig } from '../config.ts';
import { lineageEnv } from '../runtime/environment.ts';
import type { Surroundings } from './permissions.ts';

/**
 * DuckDB's share of an engine function's memory. The process was seen to take 1,200 MiB beside it, of which DuckDB knows nothing, when
 * it copied a day of ten million accepted rows; Lambda's own runtime comes on top.
 */
export const duckdbMemoryMiB = 1900;
/** Rows a staged file holds. */
const chunkRows = 4_000_000;

/** What a function's env.ts asks for, as the template writes it: text. */
export type Variables<Schema extends z.ZodObject> = Record<keyof z.input<Schema>, string>;

/** The environment of every function: each exactly what its env.ts reads, or this does not compile. */
export function environmentsOf(
  config: EnvironmentConfig,
  { storage, warehouse, alertTopicArn, machineArn }: Surroundings,
) {
  const bronze = { BRONZE_BUCKET: storage.bronze.bucketName };
  const silver = { SILVER_BUCKET: storage.silver.bucketName };
  const gold = { GOLD_BUCKET: storage.gold.bucketName };
  const engine = { DUCKDB_MEMORY_MIB: String(duckdbMemoryMiB) };
  const sql = { WORKGROUP_NAME: warehouse.workgroupName, DATABASE_NAME: warehouse.databaseName };
  const zombie = { ZOMBIE_SECONDS: String(config.zombieSeconds) };
  const flags = config.name === 'local' ? '' : ` --target ${config.name}`;
  const cost = { BASE_CAPACITY_RPU: String(config.warehouse.baseCapacityRpu) };
  const lineage = {
    JOB_NAMESPACE: `paylake-${config.name}`,
    WAREHOUSE_NAMESPACE: `redshift://${warehouse.workgroupName}.${config.region}:5439`,
    DATABASE_NAME: warehouse.databaseName,
    OPENLINEAGE_URL: lineageEnv.OPENLINEAGE_URL.parse(config.openLineageUrl ?? ''),
  };
  const alert = { ALERT_TOPIC_ARN: alertTopicArn, TARGET_FLAGS: flags };
  return {
    plan: {
      ...bronze,
      ...silver,
      GENERATOR: config.generator ? 'on' : 'off',
      ...zombie,
      ...cost,
    } satisfies Variables<typeof planEnv>,
    generate: { ...bronze, ...silver } satisfies Variables<typeof generateEnv>,
    accept: { ...bronze, ...silver, ...engine } satisfies Variables<typeof acceptEnv>,
    rank: { ...silver, ...engine, CHUNK_ROWS: String(chunkRows) } satisfies Variables<typeof rankEnv>,
    stage: { ...silver, ...engine } satisfies Variables<typeof stageEnv>,
    audit: silver satisfies Variables<typeof auditEnv>,
    publish: { ...silver, ...engine } satisfies Variables<typeof publishEnv>,
    load: { ...silver, ...sql, COPY_ROLE_ARN: warehouse.copyRole.roleArn } satisfies Variables<typeof loadEnv>,
    gold: {
      ...silver,
      ...gold,
      ...sql,
      UNLOAD_ROLE_ARN: warehouse.unloadRole.roleArn,
      KMS_KEY_ARN: storage.key.keyArn,
    } satisfies Variables<typeof goldEnv>,
    report: { ...bronze, ...silver, ...gold, ...alert, ...cost, ...lineage } satisfies Variables<typeof reportEnv>,
    fail: { ...bronze, ...silver, ...alert, ...zombie, ...cost, ...lineage } satisfies Variables<typeof failEnv>,
    migrate: { ...sql, ADMIN_SECRET_ARN: warehouse.adminSecretArn } satisfies Variables<typeof migrateEnv>,
    watch: { ...silver, ...alert, MACHINE_ARN: machineArn } satisfies Variables<typeof watchEnv>,
  };
}

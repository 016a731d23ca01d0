import * as z from 'zod';

/*
 * The variables functions share. Each lambdas/<stage>/env.ts picks its own; the stack writes exactly those, so that the two
 * sides cannot drift.
 */

const name = z.string().min(1);

export const bronzeEnv = { BRONZE_BUCKET: name };
export const silverEnv = { SILVER_BUCKET: name };
export const goldEnv = { GOLD_BUCKET: name };

/** DuckDB's memory limit; the process needs some beside it. */
export const engineEnv = { DUCKDB_MEMORY_MIB: z.coerce.number().int().min(64) };

export const warehouseEnv = { WORKGROUP_NAME: name, DATABASE_NAME: name };
/** `TARGET_FLAGS`: options of the commands an alert names, so that they work on the environment it comes from. */
export const alertEnv = { ALERT_TOPIC_ARN: name, TARGET_FLAGS: z.string() };

/** How a run is called in lineage events, and what it runs on; `OPENLINEAGE_URL` is empty where nobody receives them. */
export const lineageEnv = {
  JOB_NAMESPACE: name,
  WAREHOUSE_NAMESPACE: name,
  DATABASE_NAME: name,
  OPENLINEAGE_URL: z.union([z.literal(''), z.url({ protocol: /^https$/ })]),
};

/** Longest a function of an ended execution may still be writing. */
export const zombieEnv = { ZOMBIE_SECONDS: z.coerce.number().int().min(0) };
export const machineEnv = { MACHINE_ARN: name };

/** What the warehouse has at least, for the cost of a run. */
export const costEnv = { BASE_CAPACITY_RPU: z.coerce.number().int().min(1) };

import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { readEnv } from '../../lib/runtime/read-env.ts';
import { migrate } from '../../lib/stages/warehouse/migrate.ts';
import { env } from './env.ts';

const { WORKGROUP_NAME, DATABASE_NAME, ADMIN_SECRET_ARN } = readEnv(env);
const warehouse = { client: new RedshiftDataClient(), workgroup: WORKGROUP_NAME, database: DATABASE_NAME };

/** Runs when the stack is deployed; a failing migration fails the deployment. */
export const handler = async (): Promise<{ applied: string[] }> => ({
  applied: await migrate(warehouse, ADMIN_SECRET_ARN),
});

import { Logger } from '@aws-lambda-powertools/logger';
import type { LineageNames } from './run-events.ts';

/** Who is told of lineage: `url` is empty where nobody is; `warn` logs what could not be said. */
export type LineageReceiver = { names: LineageNames; url: string; warn: (message: string) => void };

/** The receiver that a function's environment names (lib/runtime/environment.ts), with the log of a stage. */
export function createReceiver(
  stage: string,
  env: Record<
    'JOB_NAMESPACE' | 'BRONZE_BUCKET' | 'SILVER_BUCKET' | 'WAREHOUSE_NAMESPACE' | 'DATABASE_NAME' | 'OPENLINEAGE_URL',
    string
  >,
): LineageReceiver {
  const logger = new Logger({ serviceName: `paylake-${stage}` });
  const names = {
    jobNamespace: env.JOB_NAMESPACE,
    bronzeBucket: env.BRONZE_BUCKET,
    silverBucket: env.SILVER_BUCKET,
    warehouse: { namespace: env.WAREHOUSE_NAMESPACE, database: env.DATABASE_NAME },
  };
  return { names, url: env.OPENLINEAGE_URL, warn: (message) => logger.warn(message) };
}

import { PaylakeError } from './errors.ts';

/** What differs between environments; everything else is the same code, SQL and state machine. */
export type EnvironmentConfig = {
  name: string;
  /** Where it is deployed to. Put your own here before the first deploy. */
  account: string;
  region: string;
  /** Names of the buckets; known in advance, so that a policy can be read. */
  buckets: { bronze: string; silver: string; gold: string };
  /** Processor of the functions; the local target runs them on the host's own. */
  architecture: 'arm64' | 'x86_64';
  /** Made-up data exists only where no real feed does. */
  generator: boolean;
  /** Keep data and keys when the stack is deleted, and refuse to delete it. */
  protectData: boolean;
  /**
   * Encrypt the whole Glue catalog of account and region under the key: there is one setting for all of it. Not where others have
   * tables in it, nor where the key goes with the stack.
   */
  ownsCatalog: boolean;
  /** Keep Silver as Iceberg tables of S3 Tables too, after each run. */
  iceberg: boolean;
  /** Whether the daily schedule is on. */
  schedule: boolean;
  /** Longest a function of an ended execution may still be writing, in seconds. */
  zombieSeconds: number;
  /** Functions at a time of a stage that works side by side, for each dataset's run; 0 = no reservation. */
  reservedConcurrency: number;
  warehouse: { baseCapacityRpu: number; dailyRpuHours: number };
  /** Who gets the alerts; confirmed by the receiver. */
  alertEmails: readonly string[];
  /** Where lineage events are posted (OpenLineage, `https://.../api/v1/lineage`); absent, they only stand beside the run record. */
  openLineageUrl?: string;
  logRetentionDays: 30 | 400;
};

/** Bucket names are global: account and region make them ours. */
function bucketsOf(environment: string, account: string, region: string): EnvironmentConfig['buckets'] {
  const named = (layer: string): string => `paylake-${environment}-${layer}-${account}-${region}`;
  return { bronze: named('bronze'), silver: named('silver'), gold: named('gold') };
}

const dev: EnvironmentConfig = {
  name: 'dev',
  account: '111111111111',
  region: 'ap-northeast-2',
  buckets: bucketsOf('dev', '111111111111', 'ap-northeast-2'),
  architecture: 'arm64',
  generator: true,
  protectData: false,
  ownsCatalog: false,
  iceberg: false,
  schedule: true,
  zombieSeconds: 900,
  reservedConcurrency: 10,
  warehouse: { baseCapacityRpu: 8, dailyRpuHours: 16 },
  alertEmails: [],
  logRetentionDays: 30,
};

const prod: EnvironmentConfig = {
  ...dev,
  name: 'prod',
  account: '222222222222',
  buckets: bucketsOf('prod', '222222222222', 'ap-northeast-2'),
  generator: false,
  protectData: true,
  ownsCatalog: true,
  reservedConcurrency: 20,
  warehouse: { baseCapacityRpu: 32, dailyRpuHours: 128 },
  logRetentionDays: 400,
};

/** The laptop: the same template, resolved to local names. Functions die with the process that started them. */
const local: EnvironmentConfig = {
  ...dev,
  name: 'local',
  account: '000000000000',
  architecture: process.arch === 'arm64' ? 'arm64' : 'x86_64',
  buckets: { bronze: 'paylake-bronze', silver: 'paylake-silver', gold: 'paylake-gold' },
  schedule: false,
  zombieSeconds: 0,
};

/** An AWS-compatible endpoint (AWS_ENDPOINT_URL): deployed to like an account, with our own endpoint for a warehouse. */
const emulator: EnvironmentConfig = {
  ...dev,
  name: 'emulator',
  account: '000000000000',
  architecture: process.arch === 'arm64' ? 'arm64' : 'x86_64',
  buckets: bucketsOf('emulator', '000000000000', 'ap-northeast-2'),
  // It has no files of its own: a daily run would find none, and an emulator may be up at six.
  schedule: false,
  // An emulator that is stopped takes its functions with it.
  zombieSeconds: 0,
};

export const environments: Record<string, EnvironmentConfig> = { dev, prod, local, emulator };

/** The environment of a name; throws a usage error that names the known ones. */
export function findEnvironment(name: string): EnvironmentConfig {
  const found = Object.hasOwn(environments, name) ? environments[name] : undefined;
  if (found) return found;
  throw new PaylakeError(
    'usage',
    `unknown environment "${name}"`,
    `use one of: ${Object.keys(environments).join(', ')}`,
  );
}

import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findEnvironment } from '../lib/config.ts';
import { PaylakeError } from '../lib/errors.ts';
import { withPlaces } from '../lib/run/with-places.ts';
import type { CallRecord } from './call-record.ts';
import { type Holder, lockHome } from './home-lock.ts';
import { createFunctionPool } from './lambda/function-pool.ts';
import { flagsOf, locateIn } from './places.ts';
import { DatabaseLockedError, startRedshiftDataEndpoint } from './redshift-data/server.ts';
import { startS3Endpoint } from './s3/server.ts';
import { startSnsEndpoint } from './sns/server.ts';
import { startStatesEndpoint } from './states/server.ts';
import { type LocalFunction, readAssembly } from './template/read-assembly.ts';
import { synthesise } from './template/synthesise.ts';

/** What the person at work may in the warehouse: the tag that the operator's policy asks for, and that of who deploys. */
const operatorRoles = ['paylake_reader', 'paylake_smoke'];

/** AWS on a laptop: where it answers, and what the synthesised app put there. */
export type LocalTarget = {
  /** AWS_ENDPOINT_URL_<SERVICE> and the region, as the SDK reads them. */
  endpoints: Record<string, string>;
  outputs: Record<string, string>;
  close(): Promise<void>;
};

/**
 * Starts the local target on a home folder: endpoints for S3, the Redshift Data API, Step Functions and SNS, the functions and the
 * state machine of the synthesised template; then "deploys": makes the buckets, runs the triggers (migrations). Readers find the
 * endpoints by the home's lock.
 */
export async function startLocal(
  home: string,
  notice: (text: string) => void,
  work: Holder['work'] = 'write',
): Promise<LocalTarget> {
  const { account, region } = findEnvironment('local');
  const assemblyFolder = await synthesise(() => notice('building functions and templates, once for these sources'));
  const assembly = readAssembly(assemblyFolder, { account, region });
  const folder = (name: string): string => join(home, name);
  const lock = lockHome(home, work);
  const closers: (() => Promise<void> | void)[] = [lock.release];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    for (const name of ['s3', 's3-meta', 'tmp', ...assembly.buckets.map((bucket) => `s3/${bucket}`)]) {
      mkdirSync(folder(name), { recursive: true });
    }
    const isDeployed =
      existsSync(folder('warehouse.duckdb')) && readText(folder('deployed.json')).includes(assemblyFolder);
    const recordCall = callRecorder(folder('calls.ndjson'));
    const s3 = await startS3Endpoint({
      root: folder('s3'),
      metaRoot: folder('s3-meta'),
      tmpRoot: folder('tmp/s3'),
      recordCall,
    });
    closers.push(s3.close);
    const redshift = await startRedshiftDataEndpoint({
      databasePath: folder('warehouse.duckdb'),
      s3EndpointUrl: s3.url,
      tmpRoot: folder('tmp/redshift'),
      // It lies beside functions that need their own; without a limit DuckDB takes four fifths of the machine.
      memoryLimit: '2GB',
      recordCall,
      rolesOf: (principal) => assembly.databaseRoles.get(principal) ?? operatorRoles,
    });
    closers.push(redshift.close);
    const sns = await startSnsEndpoint({
      folder: folder('alerts'),
      recordCall,
      show: (message) => withPlaces(message, (uri) => locateIn(home, uri)),
    });
    closers.push(sns.close);
    const endpoints: Record<string, string> = {
      AWS_REGION: region,
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ENDPOINT_URL_REDSHIFT_DATA: redshift.url,
      AWS_ENDPOINT_URL_SNS: sns.url,
    };
    // The pool reads the endpoints when it starts a process, and needs that of the machine that starts after it.
    const pool = createFunctionPool({ functions: assembly.functions.map((fn) => leadTo(home, fn)), endpoints, home });
    closers.push(pool.close);
    const states = await startStatesEndpoint({
      machine: assembly.machine,
      pool,
      folder: folder('executions'),
      recordCall,
    });
    closers.push(states.close);
    endpoints.AWS_ENDPOINT_URL_SFN = states.url;
    if (!isDeployed) {
      for (const trigger of assembly.triggers) await pool.invoke(trigger, {});
      writeFileSync(folder('deployed.json'), JSON.stringify({ assembly: assemblyFolder }));
    }
    lock.publish({ endpoints, outputs: assembly.outputs });
    return { endpoints, outputs: assembly.outputs, close };
  } catch (error) {
    await close();
    if (isCorrupt(error)) {
      const next = `move ${folder('warehouse.duckdb')} away, then backfill all ingest dates: they load again from Bronze`;
      throw new PaylakeError('usage', `the warehouse cannot be opened: ${messageOf(error)}`, next);
    }
    if (!(error instanceof DatabaseLockedError)) throw error;
    const next = 'close the program that has it open, then run the same command again';
    throw new PaylakeError('locked', error.message, next);
  }
}

/** What DuckDB says of a file that is none of its own, or a torn one. */
function isCorrupt(error: unknown): boolean {
  return /not a valid DuckDB|[Cc]orrupt|Checksum|Serialization Error/.test(messageOf(error));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function readText(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Every AWS call once, since the target was started: what the role policies are checked against. */
function callRecorder(path: string): (call: CallRecord) => void {
  writeFileSync(path, '');
  const seen = new Set<string>();
  return (call) => {
    const line = `${JSON.stringify(call)}\n`;
    if (seen.has(line)) return;
    seen.add(line);
    appendFileSync(path, line);
  };
}

/** The template knows its environment's name, and not which home a person works on: the commands that a function names lead there. */
function leadTo(home: string, fn: LocalFunction): LocalFunction {
  if (!('TARGET_FLAGS' in fn.environment)) return fn;
  return { ...fn, environment: { ...fn.environment, TARGET_FLAGS: flagsOf(home) } };
}

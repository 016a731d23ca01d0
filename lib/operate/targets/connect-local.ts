import { userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { findHolder, type Holder, HomeInUse, type Services } from '../../../local/home-lock.ts';
import { flagsOf, locateIn } from '../../../local/places.ts';
import { assembleTarget } from './assemble-target.ts';
import type { Target, TargetOptions } from './target.ts';

/** How long a reader waits for a process that is just starting or ending, and a worker for a reader. */
const readerPatienceMs = 15_000;
const workerPatienceMs = 60_000;
const probeMs = 2000;

type Connection = Services & { isGuest: boolean; close(): Promise<void> };

/**
 * The local target. One process at a time has a home: it runs the endpoints. A command that only reads is its guest while it is at
 * work, and sees what is published; else it has the home itself, as a command that works does.
 */
export async function connectLocal(options: TargetOptions): Promise<Target> {
  const { home } = options;
  const { endpoints, outputs, isGuest, close } = await openHome(options);
  const at = (service: string, accessKeyId = 'operator') => ({
    region: endpoints.AWS_REGION ?? '',
    credentials: { accessKeyId, secretAccessKey: 'local' },
    endpoint: endpoints[`AWS_ENDPOINT_URL_${service}`] ?? '',
  });
  const target = assembleTarget('local', outputs, {
    s3: new S3Client(at('S3')),
    states: new SFNClient(at('SFN')),
    redshift: new RedshiftDataClient(at('REDSHIFT_DATA')),
  });
  return {
    ...target,
    // The endpoint takes the name of a database role for a caller that has it.
    warehouseAs: async (role) => ({
      ...target.warehouse,
      client: new RedshiftDataClient(at('REDSHIFT_DATA', `paylake_${role}`)),
    }),
    pollMilliseconds: 300,
    isGuest,
    close,
    locate: (uri) => locateIn(home, uri),
    flags: flagsOf(home),
    whoAmI: async () => nameOfUser(),
  };
}

/** A container may run under a number that has no name. */
function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.()}`;
  }
}

async function openHome({ home, reads = false, wait, notice }: TargetOptions): Promise<Connection> {
  for (let refusedAt: number | undefined; ; ) {
    const services = reads ? findHolder(home)?.services : undefined;
    if (services && (await answers(services))) return { ...services, isGuest: true, close: async () => {} };
    try {
      // Only whoever has the home needs the endpoints and their engines.
      const { startLocal } = await import('../../../local/start-local.ts');
      return { ...(await startLocal(home, notice, reads ? 'read' : 'write')), isGuest: false };
    } catch (error) {
      if (!(error instanceof HomeInUse)) throw error;
      const isFirst = refusedAt === undefined;
      refusedAt ??= Date.now();
      const isPatient = Date.now() - refusedAt < (reads ? readerPatienceMs : workerPatienceMs);
      if (!wait && !(isPassing(error.holder, reads) && isPatient)) throw error;
      if (isFirst && !reads) notice(`${error.message}; waiting`);
      await sleep(reads ? 100 : 300);
    }
  }
}

/** Whether the holder will be out of the way in a moment: to a worker a reader is, to a reader whoever is starting or ending. */
function isPassing({ work }: Holder, reads: boolean): boolean {
  return reads || work === 'read';
}

async function answers({ endpoints }: Services): Promise<boolean> {
  return fetch(endpoints.AWS_ENDPOINT_URL_S3 ?? '', { signal: AbortSignal.timeout(probeMs) }).then(
    () => true,
    () => false,
  );
}

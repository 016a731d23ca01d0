import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { RecordCall } from '../call-record.ts';
import { loadCatalog, prepareOwnSchema } from './database/catalog-store.ts';
import { openDatabase } from './database/open-database.ts';
import { createS3Clients } from './execute/s3-clients.ts';
import { handleRequest } from './handle-request.ts';
import { Executor } from './statements/executor.ts';
import { scratchFolder } from './statements/run-submission.ts';
import { createSignIn, type RolesOf } from './statements/sign-in.ts';

export { DatabaseLockedError } from './database/database-locked-error.ts';

export type RedshiftDataOptions = {
  /** DuckDB file, made if missing; `:memory:` in tests. */
  databasePath: string;
  /** Where COPY reads and UNLOAD writes, e.g. `http://127.0.0.1:4566`. */
  s3EndpointUrl: string;
  /** Scratch folder: files of COPY and UNLOAD, and what DuckDB spills. */
  tmpRoot: string;
  /** DuckDB's memory limit, e.g. `2GB`; beyond it, it spills. */
  memoryLimit?: string;
  /** Address to listen on, 127.0.0.1 if none is given; nobody is asked for credentials. */
  host?: string;
  /** 0 or undefined takes a free one. */
  port?: number;
  recordCall?: RecordCall;
  /** Database roles of a caller by its access key id; without it nobody's rights are checked. */
  rolesOf?: RolesOf;
  now?: () => Date;
};
export type RedshiftDataEndpoint = { url: string; close(): Promise<void> };

/*
 * Otherwise than Redshift, and not refused by name:
 * - Keys, distribution and sort are read and not kept. Of callers whose roles nobody tells, no rights are checked.
 * - Statements that write run one after the other, whatever tables they are about.
 * - Trailing blanks count in comparisons; ILIKE folds all letters, not only ASCII.
 * - Floating point overflow gives infinity; round() of a float takes halves away from zero.
 * - A quotient of DECIMALs is cut at its last digit (the guide does not say whether Redshift rounds).
 * - UPDATE ... FROM with several matches takes any of them, as Redshift does unless told otherwise.
 * - A column cannot be added to a table after its rows were updated, deleted or merged in the same batch.
 * - Rows of results live in memory: 24 hours, 1 GB in all, not over a restart. WithEvent sends no event.
 */

/**
 * Starts the Redshift Data API over a DuckDB file. Rejects with DatabaseLockedError if another process has
 * the file. `close` cancels what is running, writes everything into the file and lets go of it.
 */
export async function startRedshiftDataEndpoint(options: RedshiftDataOptions): Promise<RedshiftDataEndpoint> {
  const database = await openDatabase(options.databasePath, options.tmpRoot, options.memoryLimit);
  const s3 = createS3Clients(options.s3EndpointUrl);
  try {
    await rm(join(options.tmpRoot, scratchFolder), { recursive: true, force: true });
    const connection = await database.instance.connect();
    await prepareOwnSchema(connection);
    let queryId = Math.floor(Date.now() / 1000);
    const environment = {
      instance: database.instance,
      tmpRoot: options.tmpRoot,
      now: options.now ?? (() => new Date()),
      s3As: s3.as,
      signIn: createSignIn(options.rolesOf),
      nextQueryId: () => queryId++,
    };
    const executor = new Executor(environment, connection, await loadCatalog(connection));
    await executor.restore();
    // Clients keep sockets for the next request; a server that times them out makes that request fail.
    const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0, noDelay: true }, (request, response) => {
      void handleRequest(request, response, executor, options.recordCall).catch(() => response.destroy());
    });
    const url = await listen(server, options.host ?? '127.0.0.1', options.port ?? 0);
    return {
      url,
      close: async () => {
        const stopped = new Promise<void>((resolve) => {
          server.close(() => resolve());
        });
        await executor.close();
        server.closeAllConnections();
        await stopped;
        s3.close();
        await database.close();
      },
    };
  } catch (error) {
    s3.close();
    await database.close();
    throw error;
  }
}

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(`http://${host}:${(server.address() as AddressInfo).port}`);
    });
  });
}

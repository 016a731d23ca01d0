import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RecordCall } from '../call-record.ts';
import { handleRequest } from './handle-request.ts';
import { cleanLeftovers, sweepRecords } from './storage/clean-leftovers.ts';
import { closeStore, openStore } from './storage/store.ts';

/** Where the endpoint keeps things: objects alone under `root`; `tmpRoot` must be on the file system of `root`. */
export type S3EndpointOptions = {
  root: string;
  metaRoot: string;
  tmpRoot: string;
  /** Any free port by default. */
  port?: number;
  recordCall?: RecordCall;
};

/** A running endpoint; `close` lets requests under way finish (5 s at most) and ends every connection. */
export type S3Endpoint = { url: string; close(): Promise<void> };

const closeGraceMs = 5000;

/**
 * Starts an S3 endpoint over plain files on 127.0.0.1: path style, signatures not verified. An object is the file
 * `<root>/<bucket>/<key>`, whoever put it there. Survives `kill -9` at any moment: every object is then the old one or
 * the new one, with its own metadata. (A power cut may lose the last writes: nothing is fsynced.)
 */
export async function startS3Endpoint(options: S3EndpointOptions): Promise<S3Endpoint> {
  const store = openStore(options);
  const stop = new AbortController();
  if (cleanLeftovers(store)) void sweepRecords(store, stop.signal).catch(() => undefined);

  // Clients here keep sockets for the next request; a server that times them out makes that request fail.
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0, noDelay: true }, (request, response) => {
    response.once('close', () => {
      if (stop.signal.aborted) server.closeIdleConnections();
    });
    handleRequest(store, options.recordCall, request, response).catch(() => response.destroy());
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    closeStore(store);
    throw error;
  }
  const { port } = server.address() as AddressInfo;

  async function shutDown(): Promise<void> {
    stop.abort();
    const closed = once(server, 'close');
    server.close();
    const timer = setTimeout(() => server.closeAllConnections(), closeGraceMs);
    await closed;
    clearTimeout(timer);
    closeStore(store);
  }
  let closing: Promise<void> | undefined;

  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      closing ??= shutDown();
      return closing;
    },
  };
}

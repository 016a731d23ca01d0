import { createServer } from 'node:net';

/** A port of 127.0.0.1 that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise<unknown>((closed) => server.close(closed));
  if (typeof address === 'object' && address) return address.port;
  throw new Error('no free port on 127.0.0.1');
}

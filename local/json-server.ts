import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Endpoint = { url: string; close(): Promise<void> };

/** An HTTP server on 127.0.0.1 that answers whole requests. */
export async function startServer(
  answer: (request: IncomingMessage, body: string) => Promise<{ status: number; type: string; body: string }>,
): Promise<Endpoint> {
  const server = createServer(async (request, response) => {
    const reply = await answer(request, await readBody(request)).catch((error: unknown) => ({
      status: 500,
      type: 'text/plain',
      body: String(error),
    }));
    send(response, reply);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

function send(response: ServerResponse, { status, type, body }: { status: number; type: string; body: string }): void {
  response.writeHead(status, { 'content-type': type, 'x-amzn-requestid': 'local' });
  response.end(body);
}

import { type IncomingHttpHeaders, request } from 'node:http';

/** An answer, body and all. */
export type RawAnswer = { status: number; headers: IncomingHttpHeaders; body: string };

/** Sends one HTTP request exactly as written: the path is not normalised, nothing is added. */
export function rawRequest(
  url: string,
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const length =
    body === undefined || 'transfer-encoding' in headers ? {} : { 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, method, path, headers: { ...length, ...headers }, agent: false },
      (answer) => {
        const pieces: Buffer[] = [];
        answer.on('data', (piece: Buffer) => pieces.push(piece));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(pieces).toString() }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The error code of an answer. */
export function codeOf(answer: RawAnswer): string {
  return `${answer.status} ${/<Code>([^<]*)</.exec(answer.body)?.[1] ?? ''}`;
}

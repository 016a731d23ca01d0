import type { IncomingMessage, ServerResponse } from 'node:http';
import { callerOf, type RecordCall } from '../call-record.ts';
import { errorReply } from './error-reply.ts';
import { findOperation, guessName, notImplemented, refuseUnsupportedHeaders } from './find-operation.ts';
import type { Permission, S3Call, S3Headers, S3Reply } from './s3-call.ts';
import { sendReply } from './send-reply.ts';
import type { Store } from './storage/store.ts';
import { toHeaderValue } from './wire/header-value.ts';
import { parseTarget } from './wire/parse-target.ts';

let requests = 0;

/** Answers one HTTP request, whatever happens; every answer is recorded with the permissions AWS would ask for. */
export async function handleRequest(
  store: Store,
  recordCall: RecordCall | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  requests += 1;
  const requestId = requests.toString(16).toUpperCase().padStart(16, '0');
  const { reply, caller, permissions } = await answer(store, request, requestId);
  // Whoever left before the answer was not answered.
  if (!response.destroyed) {
    for (const permission of permissions) recordCall?.({ principal: caller, ...permission, status: reply.status });
  }
  // What is left of the body after a refusal would otherwise stop the next request on this connection.
  if (!request.complete) request.resume();
  await sendReply(response, reply, requestId);
}

type Answer = { reply: S3Reply; caller: string; permissions: Permission[] };

async function answer(store: Store, request: IncomingMessage, requestId: string): Promise<Answer> {
  const url = request.url ?? '/';
  let caller = callerOf(request.headers.authorization);
  let permissions: Permission[] = [];
  try {
    const { bucket, key, query } = parseTarget(url);
    if (request.headers.authorization === undefined) caller = callerOf(`Credential=${query.get('X-Amz-Credential')}`);
    const headers = withHoistedHeaders(request.headers as S3Headers, query);
    const call: S3Call = { store, method: request.method ?? 'GET', bucket, key, query, headers, body: bodyOf(request) };
    const operation = findOperation(call);
    if (!operation) {
      permissions = [{ action: `s3:${guessName(call)}`, resource: `arn:aws:s3:::${bucket}${key && `/${key}`}` }];
      throw notImplemented(call);
    }
    permissions = operation.permissions(call);
    refuseUnsupportedHeaders(headers);
    const reply = await operation.handle(call);
    return { reply, caller, permissions: reply.permissions ?? permissions };
  } catch (error) {
    return { reply: errorReply(error, url.split('?')[0] ?? '/', requestId, store.root), caller, permissions };
  }
}

// Not the request itself: a loop over that which ends early cuts the connection before the answer is out.
function bodyOf(request: IncomingMessage): AsyncIterable<Buffer> {
  return { [Symbol.asyncIterator]: () => request.iterator({ destroyOnReturn: false }) };
}

// A presigned URL carries x-amz- headers as query parameters. Signatures are not verified.
function withHoistedHeaders(headers: S3Headers, query: URLSearchParams): S3Headers {
  if (!query.has('X-Amz-Signature')) return headers;
  const hoisted = [...query].filter(([name]) => name.startsWith('x-amz-'));
  return { ...Object.fromEntries(hoisted.map(([name, value]) => [name, toHeaderValue(name, value)])), ...headers };
}

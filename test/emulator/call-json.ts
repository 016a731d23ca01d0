import { callService } from './call-service.ts';

/** A call to a service that answers in JSON. */
export async function callJson<Reply>(
  env: Record<string, string>,
  service: string,
  operation: string,
  body: object = {},
): Promise<Reply> {
  return JSON.parse((await callService(env, { service, operation, body })) || '{}') as Reply;
}

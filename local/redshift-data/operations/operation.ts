import type { Executor } from '../statements/executor.ts';
import type { RequestBody } from './request-body.ts';

/** One API call. `principal` is the caller's access key id. */
export type ApiCall = { body: RequestBody; principal: string; executor: Executor };

/** The answer's members; `raw` ones are JSON text already. `workgroup` is what the call was about. */
export type ApiAnswer = { members: Record<string, unknown>; raw?: Record<string, Buffer>; workgroup?: string };

/** Answers one call, or throws an ApiError. */
export type Operation = (call: ApiCall) => Promise<ApiAnswer> | ApiAnswer;

/** Milliseconds as the API's timestamps. */
export function epochSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}

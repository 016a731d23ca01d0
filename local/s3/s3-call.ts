import type { Store } from './storage/store.ts';

/** Request headers, names in lower case. */
export type S3Headers = Readonly<Record<string, string | undefined>>;

/** One request, taken apart; `bucket` and `key` are decoded and empty where the path has none. */
export type S3Call = {
  store: Store;
  method: string;
  bucket: string;
  key: string;
  query: URLSearchParams;
  headers: S3Headers;
  body: AsyncIterable<Buffer>;
};

/** An IAM action, the resource it is needed on, and the S3 condition keys the request carries. */
export type Permission = { action: string; resource: string; context?: Record<string, string> };

/** Bytes `start` to `end` (inclusive) of an open file; whoever sends it closes it. */
export type FileSlice = { fd: number; start: number; end: number };

/** The answer to a request; a string body is XML. */
export type S3Reply = {
  status: number;
  headers?: Record<string, string>;
  body?: string | FileSlice;
  /** Overrides what the operation declares, where only the body says what was touched. */
  permissions?: Permission[];
};

/** Answers one operation; throws S3Error to refuse. */
export type S3Handler = (call: S3Call) => S3Reply | Promise<S3Reply>;

import type { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Busy, Usage } from '../cost/usage.ts';

/** What a function's clients and work have used since it was last reset. */
export type Reading = Pick<Usage, 'writes' | 'reads' | 'grownBytes' | 'statements'>;

/** Counts what a function uses. One of it belongs to a process, which works on one event at a time. */
export type Meter = {
  /** The client; its requests are counted from now on, each try for itself. */
  countS3(client: S3Client): S3Client;
  /** The client; statements that it sees ended are taken down with the time they took. */
  watchWarehouse(client: RedshiftDataClient): RedshiftDataClient;
  /** What is kept has grown by so many bytes. */
  grow(bytes: number): void;
  read(): Reading;
  reset(): void;
};

/** As S3 charges requests ("Amazon S3 pricing", requests and data retrievals); all others are writes. */
const reads = ['GetObjectCommand', 'HeadObjectCommand'];
const free = ['DeleteObjectCommand', 'AbortMultipartUploadCommand'];
const over = ['FINISHED', 'FAILED', 'ABORTED'];

export function createMeter(): Meter {
  const nothing = (): Reading => ({ writes: 0, reads: 0, grownBytes: 0, statements: {} });
  let reading = nothing();
  return {
    countS3: (client) => {
      client.middlewareStack.add(
        (next, { commandName = '' }) =>
          (args) => {
            if (reads.includes(commandName)) reading.reads += 1;
            else if (!free.includes(commandName)) reading.writes += 1;
            return next(args);
          },
        // Inside the SDK's own retries.
        { step: 'deserialize', name: 'countRequests' },
      );
      return client;
    },
    watchWarehouse: (client) => {
      client.middlewareStack.add(
        (next, { commandName }) =>
          async (args) => {
            const result = await next(args);
            const busy = commandName === 'DescribeStatementCommand' ? readBusy(result.output) : undefined;
            if (busy) reading.statements[busy.id] = busy.time;
            return result;
          },
        { step: 'initialize', name: 'watchStatements' },
      );
      return client;
    },
    grow: (bytes) => {
      reading.grownBytes += bytes;
    },
    read: () => ({ ...reading, statements: { ...reading.statements } }),
    reset: () => {
      reading = nothing();
    },
  };
}

type Described = { Id?: string; Status?: string; Duration?: number; UpdatedAt?: Date };

/** A statement that is over ended when it was last updated, and had taken its duration (nanoseconds; -1 where none is known). */
function readBusy(output: object): { id: string; time: Busy } | undefined {
  const { Id, Status = '', Duration = 0, UpdatedAt } = output as Described;
  if (Id === undefined || UpdatedAt === undefined || !over.includes(Status)) return undefined;
  const until = UpdatedAt.getTime();
  return { id: Id, time: [until - Math.ceil(Math.max(0, Duration) / 1e6), until] };
}

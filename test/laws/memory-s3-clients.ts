import { MemoryS3 } from './memory-s3.ts';

/** The memory that all lakes of a test file share. */
export const memoryS3 = new MemoryS3({});

/** Stands in for local/redshift-data/execute/s3-clients.ts: COPY reads from that memory. */
export function createS3Clients(): { as(role: string): MemoryS3; close(): void } {
  return { as: () => memoryS3, close: () => {} };
}

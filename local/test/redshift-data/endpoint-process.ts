import { DatabaseLockedError, startRedshiftDataEndpoint } from '../../redshift-data/server.ts';

// Run by fork-endpoint.ts: an endpoint over <folder>/warehouse.duckdb, whose URL is told to the parent.
const folder = process.argv[2] ?? '';
try {
  const endpoint = await startRedshiftDataEndpoint({
    databasePath: `${folder}/warehouse.duckdb`,
    s3EndpointUrl: 'http://127.0.0.1:1',
    tmpRoot: `${folder}/tmp`,
  });
  process.send?.({ url: endpoint.url });
} catch (error) {
  if (!(error instanceof DatabaseLockedError)) throw error;
  process.send?.({ lockedBy: error.pid });
}

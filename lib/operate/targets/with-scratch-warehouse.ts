import { join } from 'node:path';
import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { startRedshiftDataEndpoint } from '../../../local/redshift-data/server.ts';
import type { Warehouse } from '../../stages/warehouse/warehouse.ts';

/** An empty warehouse in memory for the time of some work; it copies from the S3 that answers at `url`. */
export async function withScratchWarehouse<Result>(
  { folder, url }: { folder: string; url: string },
  work: (warehouse: Warehouse) => Promise<Result>,
): Promise<Result> {
  const endpoint = await startRedshiftDataEndpoint({
    databasePath: ':memory:',
    s3EndpointUrl: url,
    tmpRoot: join(folder, 'tmp'),
    memoryLimit: '2GB',
  });
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'local' };
  const client = new RedshiftDataClient({ endpoint: endpoint.url, region: 'ap-northeast-2', credentials });
  try {
    return await work({ client, workgroup: 'scratch', database: 'dev' });
  } finally {
    client.destroy();
    await endpoint.close();
  }
}

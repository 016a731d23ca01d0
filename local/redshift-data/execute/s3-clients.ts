import { S3Client } from '@aws-sdk/client-s3';

/**
 * S3 clients by role ARN. A role's name is its access key id, so that the local S3 endpoint records calls under the
 * role that makes them.
 */
export function createS3Clients(endpoint: string): { as(roleArn: string): S3Client; close(): void } {
  const clients = new Map<string, S3Client>();
  return {
    as: (roleArn) => {
      const role = roleArn.split('/').at(-1) ?? roleArn;
      const known = clients.get(role);
      if (known !== undefined) return known;
      const client = new S3Client({
        endpoint,
        region: 'ap-northeast-2',
        forcePathStyle: true,
        credentials: { accessKeyId: role, secretAccessKey: 'local' },
      });
      clients.set(role, client);
      return client;
    },
    close: () => {
      for (const client of clients.values()) client.destroy();
    },
  };
}

import {
  DataFormat,
  type IDatabase,
  InputFormat,
  OutputFormat,
  PartitionProjectionConfiguration,
  S3Table,
  S3TableStorage,
  Schema,
  SerializationLibrary,
} from 'aws-cdk-lib/aws-glue';
import type { Construct } from 'constructs';
import type { LakeTable } from '../catalog/lake-table.ts';
import { firstProjectedDate } from '../catalog/silver-tables.ts';
import type { StorageStack } from './storage-stack.ts';

/** Parquet files that a manifest names. */
const parquetByManifest = new DataFormat({
  inputFormat: new InputFormat('org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat'),
  outputFormat: OutputFormat.HIVE_IGNORE_KEY_TEXT,
  serializationLibrary: SerializationLibrary.PARQUET,
});

/** A table of the lake in the catalog. */
export function addLakeTable(
  scope: Construct,
  { name, description, layer, prefix, isManifest, columns, datePartition }: LakeTable,
  { database, storage }: { database: IDatabase; storage: StorageStack },
): void {
  new S3Table(scope, `Table-${name}`, {
    database,
    tableName: name,
    description,
    storage: S3TableStorage.fromBucket(storage[layer]),
    s3Prefix: prefix,
    dataFormat: isManifest ? parquetByManifest : DataFormat.PARQUET,
    // It speaks of encryption by clients; under the bucket's key S3 decrypts.
    hasEncryptedData: false,
    columns: columns.map(({ type, ...column }) => ({ ...column, type: Schema.custom(type) })),
    ...(datePartition && {
      partitionKeys: [{ name: datePartition, type: Schema.STRING }],
      partitionProjection: {
        // The business day of a zone may be ahead of UTC's.
        [datePartition]: PartitionProjectionConfiguration.date({
          min: firstProjectedDate,
          max: 'NOW+1DAYS',
          format: 'yyyy-MM-dd',
        }),
      },
    }),
  });
}

import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDataCatalogEncryptionSettings, Database } from 'aws-cdk-lib/aws-glue';
import type { Construct } from 'constructs';
import { athenaQueries } from '../catalog/athena-queries.ts';
import { lakeTables } from '../catalog/lake-tables.ts';
import type { EnvironmentConfig } from '../config.ts';
import { athenaResultsPrefix } from '../lake/keys.ts';
import { addLakeTable } from './add-lake-table.ts';
import type { StorageStack } from './storage-stack.ts';

/** The most a query may read before Athena stops it: about half a dollar. */
const scannedBytesLimit = 100 * 1024 ** 3;

/** Silver and Gold as tables, and the workgroup in which people ask Athena about them. No run needs any of it. */
export class CatalogStack extends Stack {
  readonly namedQueries: CfnNamedQuery[];

  constructor(scope: Construct, id: string, config: EnvironmentConfig, storage: StorageStack, props: StackProps) {
    super(scope, id, props);
    const database = new Database(this, 'Database', {
      databaseName: `paylake_${config.name}`,
      description: `Paylake ${config.name}: Silver of each dataset, marts of Gold`,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    for (const table of lakeTables()) addLakeTable(this, table, { database, storage });
    if (config.ownsCatalog) this.encryptCatalog(storage);
    const workgroup = new CfnWorkGroup(this, 'Analysts', {
      name: `paylake-${config.name}`,
      description: `Questions about Paylake ${config.name}`,
      // Its history of queries goes with it; results stand in the Gold bucket.
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: scannedBytesLimit,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${config.buckets.gold}/${athenaResultsPrefix}`,
          expectedBucketOwner: this.account,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: storage.key.keyArn },
        },
      },
    });
    this.namedQueries = athenaQueries().map(
      ({ name, says, sql }) =>
        new CfnNamedQuery(this, `Query-${name}`, {
          name,
          description: says,
          database: database.databaseName,
          workGroup: workgroup.ref,
          queryString: sql,
        }),
    );
  }

  /** One setting for the whole catalog of account and region, so only where that is ours alone. */
  private encryptCatalog({ key }: StorageStack): void {
    new CfnDataCatalogEncryptionSettings(this, 'CatalogEncryption', {
      catalogId: this.account,
      dataCatalogEncryptionSettings: {
        encryptionAtRest: { catalogEncryptionMode: 'SSE-KMS', sseAwsKmsKeyId: key.keyArn },
        connectionPasswordEncryption: { kmsKeyId: key.keyArn, returnConnectionPasswordEncrypted: true },
      },
    });
  }
}

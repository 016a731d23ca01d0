import { describe, expect, it } from 'vitest';
import { athenaQueries } from '../../../lib/catalog/athena-queries.ts';
import { lakeTables } from '../../../lib/catalog/lake-tables.ts';
import { rolesOf } from '../roles/app-policies.ts';
import type { Properties, SynthesisedApp } from '../synthesised-app.ts';

type TableInput = {
  Name: string;
  Parameters: Record<string, string>;
  PartitionKeys?: { Name: string; Type: string }[];
  StorageDescriptor: { Location: string; InputFormat: string; Columns: object[] };
};

/** What must be true of how readers find the lake. */
export function describeCatalog(app: SynthesisedApp): void {
  const { buckets, ownsCatalog, protectData } = app.config;
  const key = app.arnOf(app.one('AWS::KMS::Key'));
  const tables = app.ofType('AWS::Glue::Table').map(({ properties }) => properties.TableInput as TableInput);
  const workgroup = app.one('AWS::Athena::WorkGroup');

  describe('the catalog', () => {
    it.each(lakeTables())('has $name where it is, with its columns', ({ name, layer, prefix, isManifest, columns }) => {
      const table = tables.find(({ Name }) => Name === name);
      expect(table?.StorageDescriptor.Location).toBe(`s3://${buckets[layer]}/${prefix}`);
      expect(table?.StorageDescriptor.InputFormat).toMatch(isManifest ? /\.SymlinkTextInputFormat$/ : /Parquet/);
      expect(table?.StorageDescriptor.Columns).toEqual(
        columns.map(({ name: Name, type: Type, comment: Comment }) => ({ Name, Type, ...(Comment && { Comment }) })),
      );
    });

    it('has no table beside those', () => {
      expect(tables.map(({ Name }) => Name)).toEqual(lakeTables().map(({ name }) => name));
    });

    it('works partitions out by date alone, up to the day ahead of UTC, in the form of the path', () => {
      for (const { datePartition } of lakeTables().filter((table) => table.datePartition)) {
        const table = tables.find(({ PartitionKeys = [] }) => PartitionKeys[0]?.Name === datePartition);
        expect(table?.PartitionKeys).toEqual([{ Name: datePartition, Type: 'string' }]);
        expect(table?.Parameters).toMatchObject({
          'projection.enabled': 'true',
          [`projection.${datePartition}.type`]: 'date',
          [`projection.${datePartition}.range`]: '1970-01-01,NOW+1DAYS',
          [`projection.${datePartition}.format`]: 'yyyy-MM-dd',
        });
      }
      const others = tables.filter(({ PartitionKeys }) => PartitionKeys === undefined);
      expect(others.some(({ Parameters }) => 'projection.enabled' in Parameters)).toBe(false);
    });

    it(`is ${ownsCatalog ? 'encrypted under our key' : 'left as the account has it'}`, () => {
      const settings = app.ofType('AWS::Glue::DataCatalogEncryptionSettings');
      // Who loses the key can read no table of the account any more.
      if (ownsCatalog) expect(protectData).toBe(true);
      expect(settings.map(({ properties }) => properties.DataCatalogEncryptionSettings)).toEqual(
        ownsCatalog
          ? [
              {
                EncryptionAtRest: { CatalogEncryptionMode: 'SSE-KMS', SseAwsKmsKeyId: key },
                ConnectionPasswordEncryption: { KmsKeyId: key, ReturnConnectionPasswordEncrypted: true },
              },
            ]
          : [],
      );
    });

    it('is nothing that a run may touch', () => {
      const actions = rolesOf(app).flatMap(({ name, statements }) =>
        statements.flatMap((statement) => statement.actions.map((action) => `${name} ${action}`)),
      );
      expect(actions.filter((action) => / (glue|athena|lakeformation):/.test(action))).toEqual([]);
    });
  });

  describe('questions to Athena', () => {
    it('are asked in a workgroup that holds everybody to its settings: answers under our key, a limit to what is read', () => {
      expect(workgroup.properties.WorkGroupConfiguration).toMatchObject({
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 100 * 1024 ** 3,
        ResultConfiguration: {
          OutputLocation: `s3://${buckets.gold}/_athena/`,
          ExpectedBucketOwner: app.config.account,
          EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: key },
        },
      });
    });

    it('that are named stand there, of our database', () => {
      const found = app.ofType('AWS::Athena::NamedQuery').map(({ properties }) => properties);
      const database = app.one('AWS::Glue::Database').properties.DatabaseInput as Properties;
      expect(database.Name).toBe(`paylake_${app.config.name}`);
      expect(found.map(({ Name, QueryString }) => [Name, QueryString])).toEqual(
        athenaQueries().map(({ name, sql }) => [name, sql]),
      );
      for (const { WorkGroup, Description } of found) {
        expect(WorkGroup).toBe(workgroup.id);
        expect(String(Description).length).toBeLessThanOrEqual(1024);
      }
    });
  });
}

import { join } from 'node:path';
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { openEngine } from '../../../lake/engine.ts';
import { download, listObjects } from '../../../lake/objects.ts';
import type { Assumption, Check, Json } from '../assumption.ts';
import { type Bench, needLake, unloadedPrefix } from '../bench.ts';
import { failureOf } from '../checks.ts';
import { runBatch } from '../run-statements.ts';
import { developerGuide, inferred } from '../sources.ts';

const page = developerGuide('UNLOAD', 'r_UNLOAD');

const mart = `create temp table mart (day date not null, mcc varchar(4), amount decimal(38, 2), n bigint, score int, ok boolean,
  at timestamp)`;
const row = "insert into mart values ('2025-09-01', '0042', 1234567890.10, 3, 5, true, '2025-09-01 10:00:00.5')";

/** UNLOAD as sql/<dataset>/gold has it, of a query over the table `mart`, under a folder of its own. */
function unload(bench: Bench, folder: string, query: string, format = 'format as parquet'): string {
  const { gold, unloadRole, kmsKey } = needLake(bench);
  const to = `s3://${gold.name}/${unloadedPrefix(bench)}${folder}/`;
  const by = `iam_role '${unloadRole}' kms_key_id '${kmsKey}' encrypted`;
  return `unload ('${query}') to '${to}' ${by} ${format} cleanpath parallel off`;
}

async function namesIn(bench: Bench, folder: string): Promise<string[]> {
  const prefix = `${unloadedPrefix(bench)}${folder}/`;
  return (await listObjects(needLake(bench).gold, prefix)).map(({ key }) => key.slice(prefix.length));
}

/** Unloads one query after the other to the same folder; found is which files are there in the end. */
function leaves(folder: string, ...queries: string[]): Check {
  return async (bench) => {
    const unloads = queries.map((query) => unload(bench, folder, query));
    for (const sql of unloads) {
      const described = await runBatch(bench, [mart, row, sql]);
      if (described.Status !== 'FINISHED') return failureOf(described);
    }
    return { found: await namesIn(bench, folder) };
  };
}

/** What a reader of the lake finds in the file: columns with types, rows. */
const readBack: Check = async (bench) => {
  const described = await runBatch(bench, [mart, row, unload(bench, 'types', 'select * from mart')]);
  if (described.Status !== 'FINISHED') return failureOf(described);
  const [name] = await namesIn(bench, 'types');
  const engine = await openEngine({ memoryMiB: 256, threads: 1 });
  try {
    const key = `${unloadedPrefix(bench)}types/${name}`;
    const path = await download(needLake(bench).gold, key, join(engine.scratch, 'mart.parquet'));
    const read = await (await engine.connect()).runAndReadAll(`select * from read_parquet('${path}')`);
    const types = read.columnTypes();
    const columns = read.columnNames().map((column, at) => `${column} ${types[at]}`);
    return { found: { columns, rows: read.getRowsJson() as Json } };
  } finally {
    await engine.close();
  }
};

/** What somebody who opens the CSV file sees. */
const readCsv: Check = async (bench) => {
  const query = 'select day, mcc, amount, n, ok, at, cast(null as integer) as score from mart';
  const sql = unload(bench, 'csv', query, "format as csv header extension 'csv'");
  const described = await runBatch(bench, [mart, row, sql]);
  if (described.Status !== 'FINISHED') return failureOf(described);
  const names = await namesIn(bench, 'csv');
  const { Body } = await needLake(bench).gold.s3.send(
    new GetObjectCommand({ Bucket: needLake(bench).gold.name, Key: `${unloadedPrefix(bench)}csv/${names[0]}` }),
  );
  return { found: { names, text: (await Body?.transformToString()) ?? '' } };
};

/** What S3 says of how a file is encrypted. */
const readEncryption: Check = async (bench) => {
  const described = await runBatch(bench, [mart, row, unload(bench, 'key', 'select * from mart')]);
  if (described.Status !== 'FINISHED') return failureOf(described);
  const { gold, kmsKey } = needLake(bench);
  const [name] = await namesIn(bench, 'key');
  const head = new HeadObjectCommand({ Bucket: gold.name, Key: `${unloadedPrefix(bench)}key/${name}` });
  const { ServerSideEncryption: encryption = null, SSEKMSKeyId } = await gold.s3.send(head);
  return { found: { encryption, isOurKey: SSEKMSKeyId === kmsKey }, ...(SSEKMSKeyId && { evidence: SSEKMSKeyId }) };
};

const withoutKey: Check = async (bench) => {
  const sql = unload(bench, 'no-key', 'select * from mart').replace(/kms_key_id '[^']*'/, '');
  return failureOf(await runBatch(bench, [mart, row, sql]));
};

const describedRows: Check = async (bench) => {
  const sql = unload(bench, 'described', 'select * from mart');
  const { SubStatements, Error: error } = await runBatch(bench, [mart, row, sql]);
  const { ResultRows = null, HasResultSet = null } = SubStatements?.[2] ?? {};
  return { found: { resultRows: ResultRows, hasResultSet: HasResultSet }, ...(error && { evidence: error }) };
};

/** UNLOAD to Parquet and CSV. */
export const unloads: Assumption[] = [
  {
    name: 'unload-one-file',
    says: 'with PARALLEL OFF the file under a prefix that ends in a slash is 000.parquet',
    source: page,
    check: leaves('one', 'select * from mart order by day'),
  },
  {
    name: 'unload-types',
    says: 'readers of the lake find the types of the mart: DATE, VARCHAR, DECIMAL(38,2), BIGINT, INTEGER, BOOLEAN, TIMESTAMP',
    source: page,
    check: readBack,
  },
  {
    name: 'unload-csv',
    says: 'CSV with HEADER is one file 000.csv with the names on top, nulls as empty cells, and truths as t and f',
    source: page,
    check: readCsv,
  },
  {
    name: 'unload-cleans-the-path',
    says: 'CLEANPATH removes what an earlier UNLOAD left',
    source: page,
    check: leaves('again', 'select * from mart', 'select * from mart where n > 0'),
  },
  {
    name: 'unload-of-no-rows',
    says: 'a result without rows writes no file, and CLEANPATH removes the old one all the same',
    source: inferred('the page does not say; the export of an empty mart must not leave an old one'),
    check: leaves('empty', 'select * from mart', 'select * from mart where n < 0'),
  },
  {
    name: 'unload-result-rows',
    says: 'UNLOAD is described with the rows it wrote, and has no result',
    source: inferred('the reference names INSERT, UPDATE, DELETE and COPY'),
    check: describedRows,
  },
  {
    name: 'unload-under-our-key',
    says: 'KMS_KEY_ID with ENCRYPTED puts the files under that key, named by its ARN, as the policy of the Gold bucket asks',
    source: page,
    check: readEncryption,
  },
  {
    name: 'unload-encrypted-needs-a-key',
    says: 'ENCRYPTED without KMS_KEY_ID is refused',
    source: page,
    check: withoutKey,
  },
  {
    name: 'unload-without-encrypted',
    says: 'without ENCRYPTED the files are under a key of S3, whatever the default of the bucket',
    source: page,
    unchecked: 'the Gold bucket refuses such a file: the export fails and is heard of',
  },
  {
    name: 'unload-partitions',
    says: 'PARTITION BY is refused locally',
    source: page,
    unchecked: 'the product does not use it: Gold is read whole',
  },
];

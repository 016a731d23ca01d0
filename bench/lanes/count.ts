import { DuckDBInstance } from '@duckdb/node-api';

/** `count.ts INPUT`: how many JSON documents a file holds, nothing else. */
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
const found = await connection.runAndReadAll(
  `select count(*) from read_ndjson_objects('${process.argv[2]}', ignore_errors = true)`,
);
process.stdout.write(`${found.getRows()[0]?.[0]}\n`);

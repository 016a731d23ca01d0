import type { DuckDBConnection } from '@duckdb/node-api';
import { type Contract, fileColumns } from '../contracts/contract.ts';
import type { Chunk } from './cut-chunks.ts';
import { fastSql } from './judge-sql.ts';
import { rowsSql } from './rows-sql.ts';

/** Names of the fields that native documents of a file had, all of them: where first, how often, and of what type there. */
export type KeySet = { names: string[]; types: Record<string, string>; count: number; file: string; line: number };

/**
 * Sorts the rows of some chunks into the tables `accepted` (plain, typed) and `doubtful` (raw, to be judged). Rows with a
 * repeated key are doubtful however sound they look. Returns the key sets of native documents.
 */
export async function runBatch(
  connection: DuckDBConnection,
  contract: Contract,
  chunks: readonly Chunk[],
): Promise<KeySet[]> {
  await connection.run(`create or replace temp table batch as ${fastSql(contract, rowsSql(contract, chunks))}`);
  const keySets = await readKeySets(connection);
  const known = new Set(fileColumns(contract).map(({ name }) => name));
  const isDoubtful = new Set(
    keySets
      .filter(({ names }) => names.some((name, at) => !known.has(name) || names.indexOf(name) < at))
      .map(({ keys, names }) => `(keys = ${keys} and ${new Set(names).size < names.length || lenientNumber})`),
  );
  if (isDoubtful.size > 0) await connection.run(`update batch set plain = false where ${[...isDoubtful].join(' or ')}`);
  const columns = [...fileColumns(contract).map(({ name }) => name), contract.eventDate].map((name) => `"${name}"`);
  await connection.run(
    `insert into accepted by name select file, line, content, ${columns.join(', ')} from batch where plain`,
  );
  await connection.run(
    `insert into doubtful by name select file, line, raw, doc, content, malformed, card_number from batch where not plain`,
  );
  await connection.run('drop table batch');
  return keySets.map(({ keys: _, ...found }) => found);
}

/** An unquoted NaN or Infinity in an unknown field: DuckDB reads it, JSON has no such thing. */
const lenientNumber = "regexp_matches(doc, '[:,\\[][ \\t]*-?(?i:nan|inf)')";

async function readKeySets(connection: DuckDBConnection): Promise<(KeySet & { keys: string })[]> {
  const result = await connection.runAndReadAll(`
    select cast(keys as varchar) as keys, file, json_keys(arg_min(doc, line)) as names, count(*) as count,
      list_transform(json_keys(arg_min(doc, line)), lambda name:
        json_type(arg_min(doc, line), '/' || replace(replace(name, '~', '~0'), '/', '~1'))) as types,
      min(line) as line
    from batch where keys is not null group by batch.keys, file`);
  return result.getRowObjectsJson().map((row) => ({
    keys: String(row.keys),
    names: (row.names as string[]).map(String),
    types: toTypes(row.names as string[], row.types as (string | null)[]),
    count: Number(row.count),
    file: String(row.file),
    line: Number(row.line),
  }));
}

/** JSON types as a person calls them; a field that is null says nothing of its type. */
function toTypes(names: readonly string[], types: readonly (string | null)[]): Record<string, string> {
  return Object.fromEntries(names.map((name, at) => [name, typeNames[types[at] ?? ''] ?? 'number']));
}

const typeNames: Record<string, string> = {
  '': 'null',
  NULL: 'null',
  VARCHAR: 'string',
  BOOLEAN: 'boolean',
  OBJECT: 'object',
  ARRAY: 'array',
};

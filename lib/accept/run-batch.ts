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
      .filter(({ names, isRepeated }) => isRepeated || names.some((name) => !known.has(name)))
      .map(({ keys, isRepeated }) => `(keys = ${keys} and ${isRepeated || lenientNumber})`),
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
  return keySets.map(({ keys: _keys, isRepeated: _isRepeated, ...found }) => found);
}

/** An unquoted NaN or Infinity in an unknown field: DuckDB reads it, JSON has no such thing. */
const lenientNumber = "regexp_matches(doc, '[:,\\[][ \\t]*-?(?i:nan|inf)')";

/** Characters of a document up to which its names are told one by one; a longer one is looked at closely as it is. */
const toldCharacters = 1_000_000;
/** Names that a document's example tells: a sender that has more of them means data, not columns. */
const toldNames = 200;

type FoundKeySet = KeySet & { keys: string; isRepeated: boolean };

async function readKeySets(connection: DuckDBConnection): Promise<FoundKeySet[]> {
  const result = await connection.runAndReadAll(`
    select cast(keys as varchar) as keys, file, count(*) as count, min(line) as line,
      json_keys(arg_min(case when length(doc) <= ${toldCharacters} then doc end, line)) as names,
      arg_min(case when length(doc) <= ${toldCharacters} then doc end, line) as example
    from batch where keys is not null group by batch.keys, file`);
  return result.getRowObjectsJson().map(({ keys, file, count, line, names, example }) => {
    const all = (names as string[] | null)?.map(String);
    const told = [...new Set(all ?? [])].slice(0, toldNames);
    return {
      keys: String(keys),
      names: told,
      // A repeated name is for a close look to find, and so is one in a document too long to tell.
      isRepeated: all === undefined || new Set(all).size < all.length,
      types: toTypes(told, typeof example === 'string' ? example : '{}'),
      count: Number(count),
      file: String(file),
      line: Number(line),
    };
  });
}

/** Types of the named fields, as JSON calls them. */
function toTypes(names: readonly string[], example: string): Record<string, string> {
  const document = parseLeniently(example);
  return Object.fromEntries(names.map((name) => [name, typeOf(document[name])]));
}

/** DuckDB reads NaN and the like, JSON does not: such a document tells no types. */
function parseLeniently(example: string): Record<string, unknown> {
  try {
    return JSON.parse(example);
  } catch {
    return {};
  }
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

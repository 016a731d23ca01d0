import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../../contracts/contract.ts';
import { jsonColumns, judgedFields } from '../../contracts/judged-fields.ts';
import type { Chunk } from './cut-chunks.ts';
import { fastSql } from './judge-sql.ts';
import { rowsSql, text } from './rows-sql.ts';

/** Names of the fields that native documents of a file had, all of them: where first, how often, and of what type there. */
export type KeySet = { names: string[]; types: Record<string, string>; count: number; file: string; line: number };

/** Key sets that need no look any more, as hashes by file: the contract's names, none of them twice. */
export type UsualKeys = Map<string, Set<string>>;

/**
 * Judges the rows of some chunks as far as that is quick: makes the table `name` of typed rows with the mark `plain`, and copies those
 * without it to `doubtful` (raw, to be judged). Rows with a repeated key are doubtful however sound they look. Returns the key
 * sets of native documents that are not `usual` yet, and adds to those.
 */
export async function runBatch(
  connection: DuckDBConnection,
  contract: Contract,
  {
    name,
    chunks,
    usual,
    nullWords,
  }: { name: string; chunks: readonly Chunk[]; usual: UsualKeys; nullWords: readonly string[] },
): Promise<KeySet[]> {
  const rows = fastSql(contract, rowsSql(contract, chunks, nullWords));
  // Most of a row's bytes are its text, and at that of most rows nobody looks again.
  const kept = `(not plain or keys is not null and not (${isUsual(chunks, usual)}))`;
  await connection.run(`create table ${name} as
    select * exclude (raw, doc), case when ${kept} then raw end as raw, case when ${kept} then doc end as doc from (${rows}) fast`);
  const keySets = await readKeySets(connection, contract, name);
  const known = new Set(judgedFields(contract).map(({ place }) => place));
  const strange = keySets.filter(({ places, isRepeated }) => isRepeated || places.some((place) => !known.has(place)));
  const among = (sets: readonly FoundKeySet[]): string =>
    `keys in (${[...new Set(sets.map(({ keys }) => keys))].join(', ')})`;
  const [repeated, odd] = [
    strange.filter(({ isRepeated }) => isRepeated),
    strange.filter(({ isRepeated }) => !isRepeated),
  ];
  const isDoubtful = [
    ...(repeated.length > 0 ? [among(repeated)] : []),
    ...(odd.length > 0 ? [`${among(odd)} and ${lenientNumber}`] : []),
  ];
  for (const { file, keys } of keySets.filter((found) => !strange.includes(found)))
    usual.set(file, (usual.get(file) ?? new Set()).add(keys));
  if (isDoubtful.length > 0) await connection.run(`update ${name} set plain = false where ${isDoubtful.join(' or ')}`);
  await connection.run(
    `insert into doubtful by name select file, line, lines, raw, doc, content, malformed, card_number from ${name} where not plain`,
  );
  return keySets.map(({ keys: _keys, places: _places, isRepeated: _isRepeated, ...found }) => found);
}

/** A condition on (file, keys). */
function isUsual(chunks: readonly Chunk[], usual: UsualKeys): string {
  const files = [...new Set(chunks.map(({ file }) => file))].filter((file) => usual.has(file));
  const each = files.map((file) => `file = ${text(file)} and keys in (${[...(usual.get(file) ?? [])].join(', ')})`);
  return each.length === 0 ? 'false' : each.join(' or ');
}

/** An unquoted NaN or Infinity in an unknown field: DuckDB reads it, JSON has no such thing. */
const lenientNumber = "regexp_matches(doc, '[:,\\[][ \\t]*-?(?i:nan|inf)')";

/** Characters of a document up to which its names are told one by one; a longer one is looked at closely as it is. */
const toldCharacters = 1_000_000;
/** Names that a document's example tells: a sender that has more of them means data, not columns. */
const toldNames = 200;

/** `places` are the names, and those within JSON columns behind the column's. */
type FoundKeySet = KeySet & { keys: string; places: string[]; isRepeated: boolean };

async function readKeySets(connection: DuckDBConnection, contract: Contract, batch: string): Promise<FoundKeySet[]> {
  const within = jsonColumns(contract).map(
    (name) => `coalesce(list_transform(json_keys(example, '$.${name}'), lambda key: '${name}.' || key), [])`,
  );
  const result = await connection.runAndReadAll(`
    select *, json_keys(example) as names, ${['json_keys(example)', ...within].join(' || ')} as places
    from (
      select cast(keys as varchar) as keys, file, count(*) as count, min(line) as line,
        arg_min(case when length(doc) <= ${toldCharacters} then doc end, line) as example
      from ${batch} where keys is not null and doc is not null group by ${batch}.keys, file
    ) sets order by line`);
  return result.getRowObjectsJson().map(({ keys, file, count, line, names, places, example }) => {
    const all = names === null ? undefined : (places as string[]).map(String);
    const told = [...new Set((names as string[] | null)?.map(String))].slice(0, toldNames);
    return {
      keys: String(keys),
      names: told,
      places: all ?? [],
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

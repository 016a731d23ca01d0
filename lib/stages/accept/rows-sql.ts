import type { Contract } from '../../contracts/contract.ts';
import { jsonColumns } from '../../contracts/judged-fields.ts';
import type { Chunk } from './cut-chunks.ts';
import { documentStructs, withDocuments } from './document-structs.ts';
import { trimSql } from './trim-sql.ts';

/**
 * Relation of the rows of some chunks, all native or all mapped: (file, line, lines, raw, doc, fields, content, suspect, malformed,
 * card_number, keys). `lines` is how many lines of the file a record spans.
 * `fields` is a struct of the contract's file columns as VARCHAR, null if the document cannot be read (what is in JSON columns: see
 * `withDocuments`); `suspect` rows need a close look, which is still due where `malformed` is null; `keys` hashes the names a native
 * document has, and those of its JSON columns. A field that is one of the `nullWords` is null.
 */
export function rowsSql(contract: Contract, chunks: readonly Chunk[], nullWords: readonly string[] = []): string {
  if (chunks[0]?.documents !== 'native') return withDocuments(contract, mappedSql(contract, chunks));
  const rows = withDocuments(contract, withAllKeys(contract, nativeSql(contract, chunks)));
  return withoutWords(contract, rows, nullWords);
}

/** Rows whose fields are null where they are one of some words, trimmed and in any case. */
export function withoutWords(contract: Contract, rows: string, nullWords: readonly string[]): string {
  if (nullWords.length === 0) return rows;
  const words = nullWords.map((word) => text(word.trim().toLowerCase())).join(', ');
  const structs = documentStructs(contract).map(({ struct, members }) => {
    const packed = members.map(({ name, isDocument }) => {
      const field = `${struct}."${name}"`;
      return `"${name}" := ${isDocument ? field : `case when lower(${trimSql(field)}) in (${words}) then null else ${field} end`}`;
    });
    return `case when ${struct} is not null then struct_pack(${packed.join(', ')}) end as ${struct}`;
  });
  return `select * replace (${structs.join(', ')}) from (${rows}) rows_with_words`;
}

/** A key that an object repeats is looked for there too. */
function withAllKeys(contract: Contract, rows: string): string {
  const within = jsonColumns(contract).map((name) => `json_keys(fields."${name}")`);
  if (within.length === 0) return rows;
  return `select * replace (case when keys is not null then hash(keys, ${within.join(', ')}) end as keys) from (${rows}) own_keys`;
}

function nativeSql(contract: Contract, chunks: readonly Chunk[]): string {
  const suspects = chunks.flatMap(({ path, suspects }) => suspects.map((line) => `(${text(path)}, ${line})`));
  const suspect =
    suspects.length === 0 ? 'false' : `(path, ordinal) in (select * from (values ${suspects.join(', ')}))`;
  return `
  select file, start_line + ordinal - 1 as line, 1 as lines, doc as raw, doc,
    case when ascii(doc) = 123 and json_valid(doc) then json_transform(doc, ${text(structure(contract))}) end as fields,
    case when ascii(doc) = 123 and json_valid(doc) then hash(json_keys(doc)) end as keys,
    cast(null as varchar) as content, ${suspect} as suspect,
    cast(null as boolean) as malformed, cast(null as boolean) as card_number
  from (${linesSql(chunks)}) lines
  join (values ${chunks.map(({ path, file, startLine }) => `(${text(path)}, ${text(file)}, ${startLine})`).join(', ')})
    chunks (path, file, start_line) using (path)
  where doc <> ''`;
}

function mappedSql(contract: Contract, chunks: readonly Chunk[]): string {
  const envelope =
    '{"line": "BIGINT", "lines": "INTEGER", "raw": "VARCHAR", "content": "VARCHAR", "malformed": "BOOLEAN", "cardNumber": "BOOLEAN", ' +
    `"fields": ${structure(contract)}}`;
  return `
  select file, envelope.line as line, envelope.lines as lines, envelope.raw as raw, cast(json_extract(doc, '$.fields') as varchar) as doc,
    envelope.fields as fields, cast(null as ubigint) as keys,
    envelope.content as content, false as suspect, envelope.malformed as malformed, envelope."cardNumber" as card_number
  from (select path, doc, json_transform(doc, ${text(envelope)}) as envelope from (${linesSql(chunks)}) lines) documents
  join (values ${chunks.map(({ path, file }) => `(${text(path)}, ${text(file)})`).join(', ')})
    chunks (path, file) using (path)`;
}

function linesSql(chunks: readonly Chunk[]): string {
  return `
    select filename as path, unnest(lines) as doc, generate_subscripts(lines, 1) as ordinal
    from (
      select filename, string_split(content, chr(10)) as lines
      from read_text([${chunks.map(({ path }) => text(path)).join(', ')}])
    ) files`;
}

function structure(contract: Contract): string {
  return documentStructs(contract)[0]?.structure ?? '';
}

/** A SQL string literal. */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Contract } from '../../contracts/contract.ts';
import { jsonColumns, judgedFields } from '../../contracts/judged-fields.ts';
import { measureColumns, unitSql } from '../../derive/measure-columns.ts';
import { documentStructs, withDocuments } from './document-structs.ts';
import { exactTexts } from './exact-texts.ts';
import { inspectJson } from './inspect-json.ts';
import { judgeSql } from './judge-sql.ts';
import { refuseInexact } from './refuse-inexact.ts';
import { text, withoutWords } from './rows-sql.ts';
import { trimSql } from './trim-sql.ts';

/**
 * Judges the rows of `doubtful` by the whole contract: the good ones that are in time join `cleared`, the others go to
 * `set_aside`. Empties `doubtful`.
 */
export async function judgeDoubtful(
  connection: DuckDBConnection,
  contract: Contract,
  { scratch, nullWords }: { scratch: string; nullWords: readonly string[] },
): Promise<void> {
  // Most dates of a clean feed have none, and planning the statement below takes longer than a small date's rows.
  const [doubtful] = (await connection.runAndReadAll('select 1 from doubtful limit 1')).getRows();
  if (!doubtful) return;
  const findings = join(scratch, 'findings.ndjson');
  await writeFindings(connection, contract, findings);
  const [{ structure }] = documentStructs(contract);
  const looked = `
    select file, line, lines, coalesce(found.raw, rtrim(doubtful.raw, chr(13))) as raw, coalesce(found.doc, doubtful.doc) as doc,
      content,
      coalesce(doubtful.malformed, found.malformed, false) as malformed,
      coalesce(doubtful.card_number, found.card_number, false) as card_number, found.exact as exact
    from doubtful left join read_json(${text(findings)}, format = 'newline_delimited',
      columns = {row: 'BIGINT', malformed: 'BOOLEAN', card_number: 'BOOLEAN', raw: 'VARCHAR', doc: 'VARCHAR', exact: 'VARCHAR'},
      maximum_object_size = 67108864) found on doubtful.rowid = found.row
    where doubtful.malformed is not null or ${trimSql('doubtful.doc')} is not null`;
  const rows = `select *,
    case when not malformed and regexp_matches(doc, '^[ \\t\\r]*\\{') and json_valid(doc) then json_transform(doc, ${text(structure)}) end as fields
    from (${looked}) looked`;
  const documents = withExactTexts(contract, withDocuments(contract, rows));
  await connection.run(
    `create or replace temp table judged as ${judgeSql(contract, withoutWords(contract, documents, nullWords))}`,
  );
  const measures = measureColumns(contract);
  const judgement = ['raw', 'rules', 'late', ...measures.map(({ value }) => `"${value}"`)];
  const measured = measures.map(({ measure, unit, value }) => `, ${unitSql(measure)} as "${unit}", "${value}"`);
  await connection.run(`insert into cleared by name
    select * exclude (${judgement.join(', ')}) from judged where rules is null and not late`);
  await connection.run(`insert into set_aside by name
    select file, line, lines, content, raw, rules, "${contract.eventDate}" as event_date${measured.join('')}
    from judged where rules is not null or late`);
  await connection.run('drop table judged');
  await connection.run('delete from doubtful');
}

/** Rows whose JSON columns keep every digit of what they hold, where DuckDB would write a number's double. */
function withExactTexts(contract: Contract, rows: string): string {
  const exact = jsonColumns(contract).map(
    (name) => `"${name}" := coalesce(cast(json_extract_string(exact, '$.${name}') as json), fields."${name}")`,
  );
  if (exact.length === 0) return rows;
  return `select * replace (case when exact is null then fields else struct_update(fields, ${exact.join(', ')}) end as fields) from (${rows}) exact_rows`;
}

/** What a close look found at each doubtful line that is still due one, where it found anything. */
async function writeFindings(connection: DuckDBConnection, contract: Contract, path: string): Promise<void> {
  const decimals = judgedFields(contract).flatMap(({ place, type }) => (type.kind === 'decimal' ? [place] : []));
  const documents = jsonColumns(contract);
  const findings = createWriteStream(path);
  const result = await connection.stream('select rowid, rtrim(doc, chr(13)) from doubtful where malformed is null');
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    for (const [row, line] of chunk.getRows()) {
      const document = String(line);
      const { malformed, cardNumber, raw } = inspectJson(document);
      const doc = malformed ? document : refuseInexact(document, decimals);
      const exact = malformed ? undefined : exactTexts(document, documents);
      if (!malformed && !cardNumber && doc === document && !exact) continue;
      const found = { ...(doc !== document && { doc }), ...(exact && { exact: JSON.stringify(exact) }) };
      const finding = { row: Number(row), malformed, card_number: cardNumber, raw, ...found };
      if (!findings.write(`${JSON.stringify(finding)}\n`)) await once(findings, 'drain');
    }
  }
  findings.end();
  await finished(findings);
}

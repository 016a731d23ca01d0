import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const folder = join(import.meta.dirname, '../../sql/athena');

/** A question that people find ready in Athena: `sql/athena/<name>.sql`. */
export type AthenaQuery = { name: string; says: string; sql: string };

/** Every named query; what it says is what its file says on top (`what:`). */
export function athenaQueries(): AthenaQuery[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  return files.sort().map((file) => {
    const sql = readFileSync(join(folder, file), 'utf8');
    return { name: basename(file, '.sql'), says: readWhat(sql, file), sql };
  });
}

function readWhat(sql: string, file: string): string {
  const { 1: what } = /^-- what: +(.*)\n/.exec(sql) ?? [];
  if (what === undefined) throw new Error(`sql/athena/${file} does not begin with "-- what:": say what it answers`);
  return what;
}

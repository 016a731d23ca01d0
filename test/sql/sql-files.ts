import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../sql/', import.meta.url));

export type SqlFile = {
  path: string;
  text: string;
  /** The comment lines on top, without their marks. */
  header: string[];
  /** What follows the header, string literals emptied: what is left is SQL. */
  code: string;
};

/** Every file under sql/, by its path from there. */
export const sqlFiles: SqlFile[] = globSync('**/*.sql', { cwd: folder })
  .sort()
  .map((path) => {
    const text = readFileSync(join(folder, path), 'utf8');
    const [header = ''] = /^(--.*\n)+/.exec(text) ?? [];
    const code = text
      .slice(header.length)
      .replace(/--.*$/gm, '')
      .replace(/'(?:[^']|'')*'/g, "''");
    return {
      path,
      text,
      header: header
        .trimEnd()
        .split('\n')
        .map((line) => line.replace(/^-- ?/, '')),
      code,
    };
  });

/** Columns of a table as the DDL declares them. */
export type DeclaredColumn = { name: string; type: string; required: boolean };

export function declaredColumns(table: string): DeclaredColumn[] {
  const escaped = table.replace('.', '\\.');
  const text = sqlFiles.map(({ code }) => code).join('\n');
  const [, body] = new RegExp(`create (?:temp )?table ${escaped} \\(\\n([^;]*?)\\n\\)`).exec(text) ?? [];
  if (body === undefined) throw new Error(`no table ${table}`);
  return body
    .split('\n')
    .map((line) => line.trim().replace(/,$/, ''))
    .filter((line) => line !== '' && !line.startsWith('primary key'))
    .map((line) => {
      const [, name = '', type = '', required] = /^(\w+) (.+?)( not null)?$/.exec(line) ?? [];
      return { name, type, required: required !== undefined };
    });
}

/** Columns in the bracketed list behind a phrase, e.g. of COPY or INSERT. */
export function columnList(path: string, phrase: string): string[] {
  const { text } = sqlFiles.find((file) => file.path === path) ?? { text: '' };
  const at = text.indexOf(phrase);
  if (at < 0) throw new Error(`no "${phrase}" in ${path}`);
  const [, list = ''] = /\(([^)]*)\)/.exec(text.slice(at + phrase.length)) ?? [];
  return list.split(',').map((name) => name.trim());
}

/** Columns of a view, as its last select names them; a table's where there is one. */
export function viewColumns(view: string): string[] {
  const file = sqlFiles.find(({ code }) => code.includes(`create or replace view ${view} as`));
  if (!file) return declaredColumns(view).map(({ name }) => name);
  // Those within CTEs are indented.
  const [, list = ''] = /^select\n([\s\S]*?)\nfrom/m.exec(file.code) ?? [];
  return list.split(/,\n {2}(?=\S)/).map((expression) => /(\w+)$/.exec(expression.trim())?.[1] ?? '');
}

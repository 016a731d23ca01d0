#!/usr/bin/env node
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { datasets } from '../lib/datasets/index.ts';
import { martGroups } from '../lib/datasets/mart-groups.ts';
import { emitGroupSql } from '../lib/derive/emit-group-sql.ts';
import { emitSql } from '../lib/derive/emit-sql.ts';

/*
 * `npm run emit`: writes the SQL that follows from the datasets' registrations into sql/, where it is committed and read; a test
 * holds it equal.
 */
const folder = join(import.meta.dirname, '../sql');
const emitted = [...Object.values(datasets).map(emitSql), ...Object.values(martGroups).map(emitGroupSql)];
for (const [path, text] of emitted.flatMap((files) => [...files])) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  const isSame = readOrEmpty(file) === text;
  if (!isSame) writeFileSync(file, text);
  process.stdout.write(`${isSame ? 'same   ' : 'written'} sql/${path}\n`);
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

#!/usr/bin/env node
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { datasets } from '../lib/datasets/index.ts';
import { emitSql } from '../lib/derive/emit-sql.ts';

/*
 * `npm run emit`: writes the SQL that follows from the datasets' registrations into sql/, where it is committed and read; a test
 * holds it equal.
 */
const folder = join(import.meta.dirname, '../sql');
for (const dataset of Object.values(datasets)) {
  for (const [path, text] of emitSql(dataset)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    const isSame = readOrEmpty(file) === text;
    if (!isSame) writeFileSync(file, text);
    process.stdout.write(`${isSame ? 'same   ' : 'written'} sql/${path}\n`);
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

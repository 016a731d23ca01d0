#!/usr/bin/env node
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderDocuments } from '../lib/lineage/sql/render-documents.ts';

/* `npm run dictionary`: writes what follows from contracts, feeds and SQL into docs/; a test holds it equal. */
for (const [path, text] of renderDocuments()) {
  writeFileSync(join(import.meta.dirname, '..', path), text);
  process.stdout.write(`written ${path}\n`);
}

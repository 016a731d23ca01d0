import type { Catalog } from '../../../local/redshift-data/sql/catalog.ts';
import { formatTable } from '../../../local/redshift-data/sql/catalog.ts';
import { parseStatement } from '../../../local/redshift-data/sql/parse-statement.ts';
import { readStatements } from '../../stages/warehouse/read-statements.ts';
import type { Traced } from '../source.ts';
import { joinTraced, type Session, traceStatement } from './trace-statement.ts';

/** What stands for literals that only a run knows; a COPY is told by its manifest. */
const literals = {
  rows_manifest: 's3://silver/rows',
  control_manifest: 's3://silver/control_totals',
  copy_role: 'arn:aws:iam::000000000000:role/copy',
  unload_role: 'arn:aws:iam::000000000000:role/unload',
  gold: 's3://gold',
  kms_key: 'arn:aws:kms:r:000000000000:key/k',
  run: 'run',
};

/** What COPY finds: the rows of a dataset's Silver, and what they add up to. */
export type Copied = { rows: Traced; controlTotals: Traced };

/** A file: the relations that it reads, and what it writes by relation; temporary ones are resolved in what is written. */
export type TracedFile = { path: string; reads: string[]; writes: Map<string, Traced> };

/** Traces SQL files as one transaction, in their order. */
export function traceFiles(paths: readonly string[], catalog: Catalog, copied: Copied): TracedFile[] {
  const temporary = new Map<string, Traced>();
  const find = (manifest: string): Traced => (manifest === literals.rows_manifest ? copied.rows : copied.controlTotals);
  return paths.map((path) => {
    const session: Session = { catalog, temporary, copied: find, reads: new Set() };
    const writes = new Map<string, Traced>();
    for (const sql of readStatements([path], literals)) {
      const written = traceStatement(parseStatement(sql), session);
      if (!written) continue;
      const name = formatTable(written.table);
      writes.set(name, joinTraced(writes.get(name) ?? { columns: [], rows: [] }, written));
    }
    return { path, reads: [...session.reads].sort(), writes };
  });
}

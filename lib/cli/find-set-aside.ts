import { createInterface } from 'node:readline';
import { refusedRowsPrefix } from '../lake/keys.ts';
import { type Bucket, listObjects, openObject } from '../lake/objects.ts';
import type { DateSummary } from '../run/date-summary.ts';
import type { Arrival } from './explain.ts';

/** Rows of an ingest date that were set aside and whose text holds the id as a word of its own. */
export async function findSetAside(silver: Bucket, summary: DateSummary, id: string): Promise<Arrival[]> {
  const { dataset, ingestDate, rows } = summary;
  const word = new RegExp(`(?<![A-Za-z0-9_-])${id}(?![A-Za-z0-9_-])`);
  const found: Arrival[] = [];
  for (const kind of ['quarantine', 'held'] as const) {
    if ((kind === 'held' ? rows.held : rows.quarantined) === 0) continue;
    for (const { key } of await listObjects(silver, refusedRowsPrefix(kind, dataset, ingestDate))) {
      for await (const line of createInterface({ input: await openObject(silver, key), crlfDelay: Infinity })) {
        if (!word.test(line)) continue;
        const row: { raw: string; rules: string[]; file: string; line: number } = JSON.parse(line);
        if (!word.test(row.raw)) continue;
        const why =
          kind === 'held'
            ? 'it came too late; npx paylake held release accepts it'
            : `it broke ${row.rules.join(', ')}`;
        const verdict = kind === 'held' ? 'held' : 'quarantined';
        found.push({ ingestDate, file: row.file, line: row.line, verdict, why });
      }
    }
  }
  return found;
}

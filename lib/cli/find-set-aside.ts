import { createInterface } from 'node:readline';
import { refusedRowsPrefix } from '../lake/keys.ts';
import { type Bucket, listObjects, openObject } from '../lake/objects.ts';
import type { DateSummary } from '../run/date-summary.ts';
import { findContract } from '../run/find-contract.ts';
import type { Arrival } from './explain.ts';

/** Rows of an ingest date that were set aside under an id; of text that is no JSON, those that name it as a word of its own. */
export async function findSetAside(silver: Bucket, summary: DateSummary, id: string): Promise<Arrival[]> {
  const { dataset, ingestDate, rows } = summary;
  const field = findContract(dataset).id;
  const word = new RegExp(`(?<![A-Za-z0-9_-])${id}(?![A-Za-z0-9_-])`);
  const found: Arrival[] = [];
  for (const kind of ['quarantine', 'held'] as const) {
    if ((kind === 'held' ? rows.held : rows.quarantined) === 0) continue;
    for (const { key } of await listObjects(silver, refusedRowsPrefix(kind, dataset, ingestDate))) {
      for await (const line of createInterface({ input: await openObject(silver, key), crlfDelay: Infinity })) {
        const row: { raw: string; rules: string[]; file: string; line: number } = JSON.parse(line);
        const document = parseObject(row.raw);
        if (document ? String(document[field] ?? '').trim() !== id : !word.test(row.raw)) continue;
        const reason =
          kind === 'held'
            ? `it came too late; npx paylake held release --from ${ingestDate} --to ${ingestDate} accepts it`
            : `it broke ${row.rules.join(', ')}`;
        const why = document ? reason : `its text names the id; ${reason}`;
        const verdict = kind === 'held' ? 'held' : 'quarantined';
        found.push({ ingestDate, file: row.file, line: row.line, verdict, why });
      }
    }
  }
  return found;
}

function parseObject(raw: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

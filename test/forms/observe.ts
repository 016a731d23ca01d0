import { acceptFiles } from '../laws/accept-files.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import type { ScratchLake } from '../laws/scratch-lake.ts';
import type { Dirt, Outcome } from './dirt.ts';
import { endings, type Form } from './write-form.ts';

/** What came of a file with dirt, and of the sound file beside it; undefined where the form cannot have it. */
export type Observed = { outcome: Outcome; reason: string; besideAccepted: number };

/** Accepts a dirty file beside a sound one of two rows, as the function does. */
export async function observe(lake: ScratchLake, dirt: Dirt, form: Form): Promise<Observed | undefined> {
  const bytes = dirt.file(form);
  if (bytes === undefined) return undefined;
  const folder = 'transactions/ingest_date=2025-09-10/';
  const beside = toNdjson([nativeRow({ transaction_id: 'txn-sound1' }), nativeRow({ transaction_id: 'txn-sound2' })]);
  const files = { [`${folder}dirty.${endings[form]}`]: bytes, [`${folder}sound.ndjson`]: beside };
  const { summary, rows } = await acceptFiles(lake, files);
  const [refused] = summary.refused;
  const outcome = refused ? 'refused' : summary.rows.quarantined > 0 ? 'quarantined' : 'loaded';
  const besideAccepted = rows.filter((row) => String(row.source_file).endsWith('sound.ndjson')).length;
  const reason = refused?.reason ?? Object.keys(summary.rules).join(', ');
  return { outcome, reason, besideAccepted };
}

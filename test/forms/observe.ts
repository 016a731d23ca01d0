import { acceptFiles } from '../laws/accept-files.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import type { ScratchLake } from '../laws/scratch-lake.ts';
import { type Dirt, dirts, type Outcome } from './dirt.ts';
import { endings, type Form } from './write-form.ts';

/** What came of a file with dirt, and of the sound file beside it. */
export type Observed = { outcome: Outcome; reason: string; besideAccepted: number };

const folder = 'transactions/ingest_date=2025-09-10/';

/**
 * Accepts every dirty file that a form can have, each beside a sound one of two rows, as the function does: all in one date, since
 * most of a small date's time does not hang on its rows, and none may harm another.
 */
export async function observe(lake: ScratchLake, form: Form): Promise<ReadonlyMap<Dirt, Observed>> {
  const beside = toNdjson([nativeRow({ transaction_id: 'txn-sound1' }), nativeRow({ transaction_id: 'txn-sound2' })]);
  const landed = dirts.flatMap((dirt, at) => {
    const bytes = dirt.file(form);
    return bytes === undefined
      ? []
      : [{ dirt, bytes, key: `${folder}dirty-${at}.${endings[form]}`, sound: `${folder}sound-${at}.ndjson` }];
  });
  const files = landed.flatMap(({ key, bytes, sound }) => [[key, bytes] as const, [sound, beside] as const]);
  const { summary, rows, quarantine } = await acceptFiles(lake, Object.fromEntries(files));
  return new Map(
    landed.map(({ dirt, key, sound }) => {
      const refused = summary.refused.find((one) => one.key === key);
      const bad = quarantine.filter(({ file }) => file === key);
      const outcome = refused ? 'refused' : bad.length > 0 ? 'quarantined' : 'loaded';
      const rules = [...new Set(bad.flatMap((row) => row.rules))].sort();
      const besideAccepted = rows.filter((row) => String(row.source_file).endsWith(sound)).length;
      return [dirt, { outcome, reason: refused?.reason ?? rules.join(', '), besideAccepted }];
    }),
  );
}

import { expect } from 'vitest';
import { judgedColumns } from '../../lib/contracts/contract.ts';
import { acceptDate } from '../../lib/stages/accept/accept-date.ts';
import { listBronze } from '../../lib/stages/plan/list-bronze.ts';
import { parseJson } from '../laws/oracle/parse-json.ts';
import { readObject } from '../laws/read-object.ts';
import { ask } from '../laws/read-rows.ts';
import type { ScratchLake } from '../laws/scratch-lake.ts';
import { tapFeed, taps } from './taps.ts';
import { spell } from './taps-oracle.ts';

const day = '2025-09-10';

/** A row in the terms of the oracle. */
export type AcceptedTap = {
  line: number;
  verdict: string;
  rules?: string[];
  values?: Record<string, string | null | undefined>;
};

/** What accepting one file gives, row by row, in the oracle's terms. */
export async function acceptTaps(origin: ScratchLake, text: string, name = 'a.ndjson'): Promise<AcceptedTap[]> {
  const lake = await origin.another();
  await lake.put(`taps/ingest_date=${day}/${name}`, text);
  const [date] = await listBronze(lake, taps, { from: day, to: day });
  if (!date) throw new Error('nothing landed');
  const prefix = '_staged/run/';
  const planned = { ...date, released: false, derive: true };
  const summary = await acceptDate(lake, taps, planned, { prefix, memoryMiB: 512, feeds: [tapFeed] });
  expect(summary.refused).toEqual([]);
  const columns = [...judgedColumns(taps).map(({ name }) => name), 'tapped_on'].map((name) =>
    name.endsWith('_at') ? `epoch_us(${name})::varchar as ${name}` : `${name}::varchar as ${name}`,
  );
  const rows = await ask(
    `select source_line::int as line, ${columns.join(', ')} from read_parquet('${lake.silverPath(`${prefix}accepted.parquet`)}')`,
  );
  const aside = async (name: string, verdict: string): Promise<AcceptedTap[]> => {
    const file = await readObject(lake.silver, prefix + name).catch(() => Buffer.alloc(0));
    const lines = file
      .toString()
      .split('\n')
      .filter((line) => line !== '');
    return lines.map((one) => {
      const { line, rules } = JSON.parse(one);
      return { line: Number(line), verdict, rules: rules.sort() };
    });
  };
  return [
    ...rows.map(({ line, said, ...values }) => {
      const document = parseJson(said ?? '');
      return {
        line: Number(line),
        verdict: 'accepted',
        values: { ...values, said: document && spell(document.value) },
      };
    }),
    ...(await aside('quarantine.ndjson', 'quarantined')),
    ...(await aside('held.ndjson', 'held')),
  ];
}

import { PutObjectCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { warehouseColumns } from '../../lib/contracts/contract.ts';
import { listObjects } from '../../lib/lake/objects.ts';
import type { Decision } from '../../lib/run/records.ts';
import { parseJson } from '../laws/oracle/parse-json.ts';
import { ask } from '../laws/read-rows.ts';
import { openTapLake, type TapLake } from './tap-lake.ts';
import { tapLine } from './tap-lines.ts';
import { taps } from './taps.ts';
import { type JudgedTap, judgeTaps, spell } from './taps-oracle.ts';

/*
 * Rows that hold documents, from the file to the warehouse: Silver has their documents, the fact all else, and both the rows that
 * the oracle says.
 */

const days = ['2025-09-10', '2025-09-11'] as const;

let lake: TapLake;
beforeAll(async () => {
  lake = await openTapLake();
});
afterAll(() => lake.remove());

/** Of the accepted rows of one id the last that arrived. */
function standing(rows: readonly JudgedTap[]): JudgedTap[] {
  const last = new Map(rows.filter(({ verdict }) => verdict === 'accepted').map((row) => [row.values.tap_id, row]));
  return [...last.values()];
}

test('Silver has the documents of the rows that stand, the fact the same rows without them', async () => {
  const files = days.map((_, at) => fc.sample(fc.noBias(tapLine), { numRuns: 150, seed: 7 + at }));
  const reports = [];
  for (const [at, day] of days.entries())
    reports.push(await lake.deliver(day, { name: 'a.ndjson', text: (files[at] ?? []).join('\n') }));
  expect(reports.map((report) => report?.status)).toEqual(['succeeded', 'succeeded']);

  const judged = days.map((day, at) => judgeTaps((files[at] ?? []).join('\n'), day));
  for (const [at, report] of reports.entries()) {
    const count = (verdict: string): number => judged[at]?.filter((row) => row.verdict === verdict).length ?? 0;
    const rows = report?.days[0]?.rows;
    expect([rows?.in, rows?.quarantined, rows?.held]).toEqual([
      judged[at]?.length,
      count('quarantined'),
      count('held'),
    ]);
    expect([rows?.superseded, report?.days[0]?.measures]).toEqual([0, {}]);
  }
  const expected = standing(judged.flat()).map(({ values }) => values);
  expect(expected.length).toBeGreaterThan(20);

  const keys = (await listObjects(lake.silver, 'taps/')).map(({ key }) => key);
  expect(keys.every((key) => /^taps\/p_tapped_on=[0-9-]+\/p_kind=(mixed|[a-z_]+)\/part-0000.parquet$/.test(key))).toBe(
    true,
  );
  const paths = keys.map((key) => `'${lake.silverPath(key)}'`).join(', ');
  const silver = await ask(`select tap_id, user_id, amount::varchar as amount, said
    from read_parquet([${paths}], hive_partitioning = false) order by tap_id`);
  const told = (rows: (string | null | undefined)[][]): string[] => rows.map((row) => row.join(' ')).sort();
  expect(told(silver.map(({ tap_id, user_id, amount, said }) => [tap_id, user_id, amount, spelled(said)]))).toEqual(
    told(expected.map(({ tap_id, user_id, said, ...own }) => [tap_id, user_id, own['said.amount'], said])),
  );
  const fact = await lake.warehouse.query('select tap_id, user_id, amount, screen from core.fact_taps');
  expect(told(fact as string[][])).toEqual(
    told(expected.map(({ tap_id, user_id, ...own }) => [tap_id, user_id, own['said.amount'], own['said.screen']])),
  );
  expect(reports[1]?.factRows).toBe(expected.length);
});

test("what COPY reads has the columns of the table, one for one; of Silver's own file it takes none", async () => {
  const decision = lake.decided.at(-1) as Decision;
  const [part] = decision.parts;
  const columns = async (key = ''): Promise<(string | null | undefined)[]> =>
    (await ask(`describe select * from read_parquet('${lake.silverPath(key)}')`)).map((row) => row.column_name);
  expect(await columns(part?.load?.key)).toEqual(warehouseColumns(taps).map(({ name }) => name));
  expect(await columns(part?.key)).toEqual(taps.columns.map(({ name }) => name));

  const entries = [{ url: `s3://silver/${part?.key}`, mandatory: true, meta: { content_length: part?.size } }];
  const Key = '_staged/wrong.manifest.json';
  await lake.silver.s3.send(new PutObjectCommand({ Bucket: 'silver', Key, Body: JSON.stringify({ entries }) }));
  const wrong = { ...decision, manifests: { ...decision.manifests, rows: Key } };
  const { status, error } = await lake.load(wrong, ['copy_staged']);
  expect([status, error]).toEqual(['FAILED', expect.stringMatching(/column/i)]);
});

function spelled(said: string | null | undefined): string | undefined {
  const parsed = parseJson(said ?? '');
  return parsed && spell(parsed.value);
}

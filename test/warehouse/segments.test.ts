import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoadedWarehouse, openLoadedWarehouse } from './loaded-warehouse.ts';
import { type SilverRow, silverRow } from './silver-row.ts';

/** Scores of recency, frequency and money, and the segment they make: each score as a range, so that no line hides another. */
const table: [r: string, f: string, m: string, segment: string][] = [
  ['4-5', '4-5', '4-5', 'champions'],
  ['4-5', '4-5', '1-3', 'loyal'],
  ['3-3', '4-5', '1-5', 'loyal'],
  ['4-5', '2-3', '1-5', 'potential_loyalists'],
  ['4-5', '1-1', '1-5', 'new'],
  ['3-3', '2-3', '1-5', 'need_attention'],
  ['3-3', '1-1', '1-5', 'about_to_sleep'],
  ['1-2', '4-5', '4-5', 'cannot_lose'],
  ['1-2', '4-5', '1-3', 'at_risk'],
  ['1-2', '3-3', '1-5', 'at_risk'],
  ['2-2', '1-2', '1-5', 'hibernating'],
  ['1-1', '1-2', '1-5', 'lost'],
];
const fifths = [1, 2, 3, 4, 5];
const isIn = (range: string, score: number): boolean => {
  const [least = 0, most = 0] = range.split('-').map(Number);
  return least <= score && score <= most;
};
const segmentsOf = (r: number, f: number, m: number): string[] =>
  table.filter((line) => [r, f, m].every((score, at) => isIn(line[at] ?? '', score))).map(([, , , name]) => name);

/**
 * A customer for every (r, f, m): as many sales as f, the last one the later the greater r, together the more the greater m.
 * Each measure has five values, each held by 25 of the 125 customers, so a fifth is a value.
 */
const customers = fifths.flatMap((r) => fifths.flatMap((f) => fifths.map((m) => ({ r, f, m }))));
const rows: SilverRow[] = customers.flatMap(({ r, f, m }) =>
  Array.from({ length: f }, (_, sale) =>
    silverRow({
      transaction_id: `sale-${r}${f}${m}-${sale}`,
      customer_id: `c-${r}${f}${m}`,
      txn_date: `2025-09-0${r}`,
      amount: sale === 0 ? `${m * 100 - (f - 1)}.00` : '1.00',
    }),
  ),
);

describe('segments', () => {
  let lake: LoadedWarehouse;
  beforeAll(async () => {
    lake = await openLoadedWarehouse();
    await lake.publish({ runId: 'run-1', touched: fifths.map((r) => `2025-09-0${r}`), rows });
  });
  afterAll(() => lake.close());

  it('are a function of the three scores, at every border', async () => {
    const found = await lake.query(
      'select customer_id, r_score, f_score, m_score, segment from mart.rfm_customer order by customer_id',
    );
    const expected = customers.map(({ r, f, m }) => [`c-${r}${f}${m}`, r, f, m, segmentsOf(r, f, m).join(' and ')]);
    expect(found).toEqual(expected);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoadedWarehouse, openLoadedWarehouse } from './loaded-warehouse.ts';
import { type SilverRow, silverRow } from './silver-row.ts';

/** [id, moment in UTC, business date, customer of card `card-1`, name and code of merchant `m-1`, more] */
type Fact = [string, string, string, string, string | null, string, object?];

/** What came first is loaded last, so that neither the order of loads nor that of rows decides. */
const facts: Fact[] = [
  ['sale-0002', '2025-09-03 09:00:00', '2025-09-03', 'c-new', 'New name', '5812'],
  ['sale-0009', '2025-09-02 23:59:59.999999', '2025-09-03', 'c-old', 'Old name', '5411'],
  ['sale-0003', '2025-09-01 09:00:00', '2025-09-01', 'c-first', 'First name', '4111'],
];
const toRow = ([transaction_id, txn_ts, txn_date, customer_id, merchant_name, mcc, more]: Fact): SilverRow =>
  silverRow({ transaction_id, txn_ts, txn_date, customer_id, merchant_name, mcc, card_id: 'card-1', ...more });

describe('dimensions: one row to a key, with the attributes of its latest transaction', () => {
  let lake: LoadedWarehouse;
  let runs = 0;
  beforeAll(async () => {
    lake = await openLoadedWarehouse();
  });
  afterAll(() => lake.close());

  /** Loads each list of facts as a run of its own; what the dimensions then say of `card-1` and `m-1`. */
  async function dimensionsAfter(...loads: Fact[][]): Promise<unknown[][]> {
    await lake.empty();
    for (const rows of loads) {
      runs += 1;
      const touched = [...new Set(rows.map(([, , date]) => date))].sort();
      await lake.publish({ runId: `run-${runs}`, touched, rows: rows.map(toRow) });
    }
    const days = 'first_txn_date, last_txn_date';
    return [
      ...(await lake.query(`select card_id, customer_id, ${days} from core.dim_card order by 1`)),
      ...(await lake.query(`select merchant_id, merchant_name, mcc, ${days} from core.dim_merchant order by 1`)),
    ];
  }

  it('whichever was loaded last', async () => {
    const expected = [
      ['card-1', 'c-new', '2025-09-01', '2025-09-03'],
      ['m-1', 'New name', '5812', '2025-09-01', '2025-09-03'],
    ];
    expect(await dimensionsAfter(facts)).toEqual(expected);
    const [late = [], early = []] = [facts.slice(0, 2), facts.slice(2)];
    expect(await dimensionsAfter(late, early)).toEqual(expected);
    expect(await dimensionsAfter(early, late)).toEqual(expected);
  });

  it('of one moment the greater id, of one id the later business date; declined ones and refunds count', async () => {
    const moment = '2025-09-03 15:00:00';
    const tied: Fact[] = [
      ['sale-0001', moment, '2025-09-03', 'c-1', 'One', '5411'],
      ['sale-0005', moment, '2025-09-03', 'c-5', 'Five', '5412', { status: 'declined', is_refund: 'true' }],
      ['sale-0005', moment, '2025-09-04', 'c-5-later', 'Five later', '5413', { status: 'declined' }],
      ['sale-0004', moment, '2025-09-04', 'c-4', 'Four', '5414'],
    ];
    expect(await dimensionsAfter(tied)).toEqual([
      ['card-1', 'c-5-later', '2025-09-03', '2025-09-04'],
      ['m-1', 'Five later', '5413', '2025-09-03', '2025-09-04'],
    ]);
  });

  it('a name that the latest does not give is not taken from an earlier one', async () => {
    const nameless: Fact = ['sale-0010', '2025-09-04 00:00:00', '2025-09-04', 'c-new', null, '5812'];
    const [, merchant] = await dimensionsAfter([...facts, nameless]);
    expect(merchant).toEqual(['m-1', null, '5812', '2025-09-01', '2025-09-04']);
  });

  it('a code stands with its description, also one the reference does not know', async () => {
    const [first, second] = facts as [Fact, Fact];
    const unknown: Fact = [first[0], first[1], first[2], first[3], first[4], '0001'];
    await dimensionsAfter([unknown, second]);
    expect(await lake.query('select mcc, description from core.dim_mcc order by mcc')).toEqual([
      ['0001', 'Not in the reference'],
      ['5411', 'Grocery stores and supermarkets'],
    ]);
  });

  it('a key that no transaction has any more is gone', async () => {
    const other = toRow(facts[2] as Fact);
    await dimensionsAfter(facts);
    runs += 1;
    const rows = [{ ...other, card_id: 'card-2', merchant_id: 'm-2' }];
    await lake.publish({ runId: `run-${runs}`, touched: ['2025-09-01', '2025-09-03'], rows });
    expect(await lake.query('select card_id from core.dim_card')).toEqual([['card-2']]);
    expect(await lake.query('select merchant_id from core.dim_merchant')).toEqual([['m-2']]);
    expect(await lake.query('select customer_id, first_txn_date, last_txn_date from core.dim_customer')).toEqual([
      ['c-first', '2025-09-01', '2025-09-01'],
    ]);
  });
});

import { fakerKO } from '@faker-js/faker';
import { deliver } from '../../lib/datasets/transactions/generator/deliver.ts';
import { createPools } from '../../lib/datasets/transactions/generator/pools.ts';

/* Rows a CPU second: the product's generator with all its dirt, and faker asked for each field of a plain row. Uncompressed. */

function rate(lines: Iterable<string>): number {
  const before = process.cpuUsage();
  let rows = 0;
  for (const line of lines) if (line.length > 0) rows++;
  const { user, system } = process.cpuUsage(before);
  return rows / ((user + system) / 1e6);
}

function* fakeRows(count: number): Generator<string> {
  for (let row = 0; row < count; row++) {
    const isRefund = fakerKO.datatype.boolean(0.25);
    yield JSON.stringify({
      transaction_id: fakerKO.string.uuid(),
      version: 1,
      customer_id: `CUS${fakerKO.number.int({ min: 1000, max: 9999 })}`,
      card_id: fakerKO.string.uuid(),
      merchant_id: `MER${fakerKO.number.int({ min: 1000, max: 1200 })}`,
      merchant_name: fakerKO.company.name(),
      txn_ts: fakerKO.date.between({ from: '2025-09-01', to: '2025-09-02' }).toISOString(),
      amount: fakerKO.finance.amount({ min: 1000, max: 50000 }),
      currency: 'KRW',
      mcc: fakerKO.helpers.arrayElement(['5411', '5812', '5999', '4121', '7011']),
      status: fakerKO.helpers.arrayElement(['approved', 'declined']),
      is_refund: isRefund,
      channel: fakerKO.helpers.arrayElement(['online', 'pos', 'mobile']),
      original_transaction_id: isRefund ? fakerKO.string.uuid() : null,
    });
  }
}

const knobs = { rows: 1_000_000, seed: 42, duplicates: 0.02, late: 0.05, corrections: 0.01, bad: 0.002 };
const pools = createPools(42);
const day = Date.parse('2025-09-01') / 86_400_000;
rate(deliver(knobs, pools, day, 0, 20_000));
const generator = rate(deliver(knobs, pools, day, 0, 500_000));
rate(fakeRows(2_000));
const faker = rate(fakeRows(50_000));
process.stdout.write(JSON.stringify({ generator, faker }));

import { contracts } from './contracts.ts';
import type { Dataset } from './dataset.ts';
import { trades } from './trades/index.ts';
import { transactions } from './transactions/index.ts';

/**
 * THE list: every dataset of the lake. Loads, marts, exports, feeds, explain, backfill and cost follow from it. Another dataset is a
 * folder here, its SQL in sql/<dataset>/, its tables in sql/ddl/, and a line in this list and in contracts.ts.
 */
export const datasets: Readonly<Record<string, Dataset>> = Object.fromEntries(
  [transactions, trades].map((dataset) => [dataset.contract.name, dataset]),
);

const forgotten = Object.keys(datasets).find((name) => !Object.hasOwn(contracts, name));
if (forgotten !== undefined) throw new Error(`dataset ${forgotten} has no line in lib/datasets/contracts.ts`);

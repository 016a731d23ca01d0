import type { Assumption } from './assumption.ts';
import { analysis } from './assumptions/analysis.ts';
import { api } from './assumptions/api.ts';
import { copy } from './assumptions/copy.ts';
import { failures } from './assumptions/failures.ts';
import { queries } from './assumptions/queries.ts';
import { transactions } from './assumptions/transactions.ts';
import { unloads } from './assumptions/unload.ts';
import { values } from './assumptions/values.ts';
import { viewsAndSources } from './assumptions/views.ts';

/** Every assumption about Redshift and its Data API, by what it is about; the order is that of docs/assumptions.md. */
export const assumptionsByArea: Record<string, readonly Assumption[]> = {
  'Transactions and sessions': transactions,
  'How statements fail': failures,
  'COPY from Parquet': copy,
  'UNLOAD to Parquet': unloads,
  'What SQL answers': queries,
  'Values and results': values,
  'What analysts ask': analysis,
  'Views, MERGE from a query, rights': viewsAndSources,
  'The Data API': api,
};

export const assumptions: readonly Assumption[] = Object.values(assumptionsByArea).flat();

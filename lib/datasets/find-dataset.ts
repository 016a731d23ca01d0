import { PaylakeError } from '../errors.ts';
import type { Dataset } from './dataset.ts';
import { datasets } from './index.ts';

/** The dataset of a name; throws a usage error that names the known ones. */
export function findDataset(name: string): Dataset {
  const dataset = Object.hasOwn(datasets, name) ? datasets[name] : undefined;
  if (dataset) return dataset;
  throw new PaylakeError(
    'usage',
    `unknown dataset "${name}"`,
    `use one of: ${Object.keys(datasets).sort().join(', ')}`,
  );
}

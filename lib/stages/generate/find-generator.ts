import { findDataset } from '../../datasets/find-dataset.ts';
import { generators } from '../../datasets/generators.ts';
import { PaylakeError } from '../../errors.ts';
import type { Generator } from '../../generator/generator.ts';

/** Who makes up data of a dataset, and as which feed's files; throws a usage error where nobody does. */
export function findGenerator(dataset: string): { feed: string; generator: Generator } {
  const { demo } = findDataset(dataset);
  const generator = Object.hasOwn(generators, dataset) ? generators[dataset] : undefined;
  if (demo && generator) return { feed: demo.feed, generator };
  throw new PaylakeError('usage', `nobody makes up data of ${dataset}`, 'land files of its feeds');
}

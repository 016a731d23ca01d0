import { findDataset } from '../datasets/find-dataset.ts';
import { PaylakeError } from '../errors.ts';
import { initialKnobs, type Knob, type Knobs } from '../generator/knobs.ts';

/** A dataset's knobs over their initial values, each inside its range; throws a usage error that names the one that is not. */
export function parseKnobs(value: unknown, dataset: string): Knobs {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PaylakeError('usage', 'generate is no object of knobs', 'use {"rows": 5000} or {}');
  }
  const { demo } = findDataset(dataset);
  if (!demo) throw new PaylakeError('usage', `nobody makes up data of ${dataset}`, 'land files of its feeds');
  for (const [name, knob] of Object.entries(value)) {
    const declared = Object.hasOwn(demo.knobs, name) ? demo.knobs[name] : undefined;
    if (!declared) {
      const known = Object.keys(demo.knobs).join(', ');
      throw new PaylakeError('usage', `unknown knob "${name}" of ${dataset}`, `use ${known}`);
    }
    const { range, isIn } = ranges[declared.kind];
    if (typeof knob === 'number' && isIn(knob)) continue;
    throw new PaylakeError('usage', `${name} ${String(knob)} is out of range`, `use ${range}`);
  }
  return { ...initialKnobs(demo), ...value };
}

const ranges: Record<Knob['kind'], { range: string; isIn: (value: number) => boolean }> = {
  rows: { range: 'a whole number, 1 or more', isIn: (value) => Number.isSafeInteger(value) && value >= 1 },
  seed: { range: 'a whole number, 0 or more', isIn: (value) => Number.isSafeInteger(value) && value >= 0 },
  share: { range: '0 to 1', isIn: (value) => value >= 0 && value <= 1 },
};

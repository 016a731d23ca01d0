import type { MartGroup } from './mart-group.ts';

/** Every group of marts over several datasets, by name; none until two datasets have something to say together. */
export const martGroups: Readonly<Record<string, MartGroup>> = {};

/** The groups that a load of the dataset concerns. */
export function groupsOf(dataset: string): MartGroup[] {
  return Object.values(martGroups).filter(({ from }) => from.includes(dataset));
}

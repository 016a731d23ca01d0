import { type Command, InvalidArgumentError } from 'commander';
import { datasets } from '../datasets/index.ts';
import type { Knob, Knobs } from '../generator/knobs.ts';
import { usage } from './command.ts';

/** The knobs of every dataset's demo by name, each with the datasets that have it. */
const known = new Map<string, { knob: Knob; of: Map<string, number> }>();
for (const [dataset, { demo }] of Object.entries(datasets)) {
  for (const [name, knob] of Object.entries<Knob>(demo?.knobs ?? {})) {
    const { of } = known.get(name) ?? { of: new Map() };
    known.set(name, { knob: known.get(name)?.knob ?? knob, of: of.set(dataset, knob.initial) });
  }
}

/** An option for each knob of any dataset. */
export function addKnobOptions(command: Command): Command {
  for (const [name, { knob, of }] of known) {
    const value = knob.kind === 'share' ? 'share' : 'n';
    command.option(`--${toFlag(name)} <${value}>`, `${knob.says} (${sayInitial(of)})`, parseNumber);
  }
  return command;
}

/** The knobs among a command's options; throws where one is given that none of these datasets has. */
export function knobsOf(options: Record<string, unknown>, names: readonly string[]): Partial<Knobs> {
  const given = Object.entries(options).filter(([name, value]) => known.has(name) && value !== undefined);
  for (const [name] of given) {
    const of = [...(known.get(name)?.of.keys() ?? [])];
    if (!of.some((dataset) => names.includes(dataset)))
      throw usage(`--${toFlag(name)} is a knob of ${of.join(', ')}, not of ${names.join(', ')}`);
  }
  return Object.fromEntries(given) as Partial<Knobs>;
}

/** Of those knobs the ones that a dataset has. */
export function knobsFor(dataset: string, knobs: Partial<Knobs>): Partial<Knobs> {
  return Object.fromEntries(Object.entries(knobs).filter(([name]) => known.get(name)?.of.has(dataset)));
}

function sayInitial(of: ReadonlyMap<string, number>): string {
  const values = [...of.values()];
  if (new Set(values).size === 1) return `default ${values[0]}`;
  return `default ${[...of].map(([dataset, value]) => `${value} of ${dataset}`).join(', ')}`;
}

function toFlag(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw new InvalidArgumentError('It is no number.');
  return value;
}

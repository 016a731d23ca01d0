/** A number that changes what is made up: how many rows, which seed, or a share (0..1) of a day's rows. */
export type Knob = { kind: 'rows' | 'seed' | 'share'; initial: number; says: string };

/** Values of a demo's knobs by name, every one of them. */
export type Knobs = Readonly<Record<string, number> & { rows: number; seed: number }>;

/** What `demo` makes of a dataset when nothing else is said: its ingest dates, both ends included, and its knobs. */
export type Demo<Name extends string = string> = {
  /** The feed it makes files of. */
  feed: string;
  from: string;
  to: string;
  knobs: Readonly<Record<Name | 'rows' | 'seed', Knob>>;
};

/** The knobs that a demo declares, with a value each. */
export type KnobsOf<Declared extends Demo> = Readonly<Record<keyof Declared['knobs'], number>>;

/** Every knob of a demo at its initial value. */
export function initialKnobs<Declared extends Demo>({ knobs }: Declared): KnobsOf<Declared> & Knobs {
  const values = Object.entries<Knob>(knobs).map(([name, { initial }]) => [name, initial]);
  return Object.fromEntries(values) as KnobsOf<Declared> & Knobs;
}

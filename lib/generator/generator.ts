import type { Knobs } from './knobs.ts';

/** Makes a dataset's data up: files of one feed, a date at a time. */
export type Generator = {
  /** What its file names end with, before `.gz`. */
  ending: 'ndjson' | 'csv';
  /** First line of every file, where the form has one. */
  header?: string;
  /** The world that these knobs make. The same knobs make the same world, on any day and any machine. */
  createWorld(knobs: Knobs): World;
};

/** Lines without their line breaks; `day` counts from 1970. All of it is a function of knobs and arguments. */
export type World = {
  /** What a day brings of slots in [first, last): a day has as many slots as the knob `rows`. */
  deliver(day: number, first: number, last: number): Iterable<string>;
  /** Lines of a day that break a rule. */
  deliverBad(day: number): Iterable<string>;
};

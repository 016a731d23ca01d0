import type { Feed } from '../../feeds/feed.ts';

/** A file as far as it was looked at, unpacked. */
export type Sample = { file: string; head: Buffer; isWhole: boolean };

/** Why a part of the declaration is as it is; `at` is its path, such as `shape.columns.amount`, also of a part that is left out. */
export type Reason = { at: string; why: string };

/** A proposed declaration, why it is as it is, and what a person must decide. */
export type Draft = { feed: Feed; reasons: Reason[]; doubts: string[] };

/** A part of a draft; undefined where nothing in the file fits. */
export type Proposal<Part> = { part: Part; why: string; doubts: string[] };

/** The rows of one file under its names, as text; null where a JSON document has nothing of that name. */
export type Table = { file: string; names: string[]; rows: (string | null)[][] };

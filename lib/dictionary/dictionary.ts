import type { Column } from '../contracts/contract.ts';

export type Classification = Column['classification'];

/** A column for people. `from` are the nearest columns whose values go in, `decidedBy` those that only decide about the value. */
export type DictionaryColumn = {
  name: string;
  type: string;
  meaning: string;
  /** SQL, where it is no copy. */
  formula?: string;
  classification: Classification;
  from: string[];
  decidedBy: string[];
};

/** A table or view for people, as it stands in the dictionary. */
export type DictionaryTable = {
  name: string;
  kind: 'table' | 'view';
  /** Absent for what belongs to none. */
  dataset?: string;
  /** One row per ... */
  grain: string;
  /** How a load changes it, in the words of the file that builds it. */
  strategy: string;
  /** SQL file that builds it, from sql/. */
  file: string;
  columns: DictionaryColumn[];
};

/** A table or view of the warehouse with its types, as the SQL defines it. */
export type WarehouseRelation = {
  name: string;
  kind: 'table' | 'view';
  columns: readonly { name: string; type: string }[];
};

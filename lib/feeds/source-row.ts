/** One row of a file under the names its sender gives. */
export type SourceRow = {
  /** Whether the file (of JSON the document) has the column at all. */
  has(name: string): boolean;
  /** The column's text, trimmed; empty where it says nothing. */
  read(name: string): string;
  /** Whether JSON has an object or an array there. */
  isStructure(name: string): boolean;
};

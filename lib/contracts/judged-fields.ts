import type { Column, ColumnType, Contract, Path, PropertyType } from './contract.ts';

/** Something a row says: a column of the file, or a value within a JSON column, whether it becomes a column or not. */
export type JudgedField = {
  /** The column's name; of a value that is no column its place. */
  name: string;
  /** As rules name it: `amount`, or `properties.amount` within a JSON column. */
  place: string;
  path?: Path;
  type: ColumnType | PropertyType;
  required: boolean;
  whenMissing?: string;
  filledFrom?: string;
  /** The kinds of row that require it, beside `required`. */
  requiredBy: readonly string[];
};

/** What a row is judged by, field by field: the columns that are not derived, then the other properties of JSON columns. */
export function judgedFields(contract: Contract): JudgedField[] {
  const { columns, variants } = contract;
  const requiredBy = (name: string): string[] =>
    Object.entries(variants?.required ?? {}).flatMap(([kind, names]) => (names.includes(name) ? [kind] : []));
  const own = columns.filter(({ derived }) => !derived);
  return [...own, ...own.flatMap(toProperties)].map(
    ({ name, path, type, required, whenMissing, filledFrom }): JudgedField => ({
      name,
      place: path?.join('.') ?? name,
      path,
      type,
      required,
      whenMissing,
      filledFrom,
      requiredBy: requiredBy(name),
    }),
  );
}

type Said = Pick<JudgedField, 'name' | 'path' | 'type' | 'required' | 'whenMissing' | 'filledFrom'>;

function toProperties({ name, type }: Column): Said[] {
  if (type.kind !== 'json') return [];
  return Object.entries(type.properties ?? {}).map(([key, property]) => ({
    name: `${name}.${key}`,
    path: [name, key],
    type: property,
    required: false,
  }));
}

/** The JSON columns, whose documents hold what has a path. */
export function jsonColumns({ columns }: Contract): string[] {
  return columns.filter(({ type }) => type.kind === 'json').map(({ name }) => name);
}

import { type Contract, fileColumns } from '../../contracts/contract.ts';
import { type JudgedField, jsonColumns, judgedFields } from '../../contracts/judged-fields.ts';
import { isDocument } from './json-sql.ts';

/** A struct of texts that a row is read into; `structure` is what DuckDB's `json_transform` takes for it. */
type DocumentStruct = {
  /** Name of the struct in SQL, and of the JSON column it is read from; none of the row itself. */
  struct: string;
  column?: string;
  members: { name: string; isDocument: boolean }[];
  structure: string;
};

/** The structs of a row: of its own fields, then one for each JSON column. Objects and lists keep their quotes (see `documentText`). */
export function documentStructs(contract: Contract): [DocumentStruct, ...DocumentStruct[]] {
  const fields = judgedFields(contract);
  const within = jsonColumns(contract).flatMap((column) => {
    const members = fields.flatMap(({ path, type }) => (path?.[0] === column ? [{ name: path[1], type }] : []));
    return members.length === 0 ? [] : [toStruct(structOf(column), members, column)];
  });
  return [toStruct('fields', fileColumns(contract)), ...within];
}

/** The text of a field, of rows with all their structs. */
export function fieldSql({ name, path }: Pick<JudgedField, 'name' | 'path'>): string {
  return path ? `${structOf(path[0])}."${path[1]}"` : `fields."${name}"`;
}

/** Rows with a struct for each JSON column, as they are of a contract without one. */
export function withDocuments(contract: Contract, rows: string): string {
  const [, ...within] = documentStructs(contract);
  if (within.length === 0) return rows;
  const structs = within.map(
    ({ struct, column, structure }) => `json_transform(fields."${column}", '${structure}') as ${struct}`,
  );
  return `select *, ${structs.join(', ')} from (${rows}) rows_with_documents`;
}

function toStruct(
  struct: string,
  fields: readonly Pick<JudgedField, 'name' | 'type'>[],
  column?: string,
): DocumentStruct {
  const members = fields.map(({ name, type }) => ({ name, isDocument: isDocument(type) }));
  const types = members.map(({ name, isDocument }) => [name, isDocument ? 'JSON' : 'VARCHAR']);
  return { struct, column, members, structure: JSON.stringify(Object.fromEntries(types)) };
}

function structOf(column: string): string {
  return `"in ${column}"`;
}

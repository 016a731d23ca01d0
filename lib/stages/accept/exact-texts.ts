import { parseSpelled } from './parse-spelled.ts';

/**
 * The texts of the named objects in a strict JSON document that holds a number which DuckDB would not keep: without blanks, numbers as
 * they are spelled. Undefined where it holds none.
 */
export function exactTexts(document: string, columns: readonly string[]): Record<string, string> | undefined {
  if (columns.length === 0) return undefined;
  const { value, isLost } = parseSpelled(document);
  if (!isLost) return undefined;
  const fields = Object.entries(Object(value)).filter(
    ([name, field]) => columns.includes(name) && Object(field) === field,
  );
  return Object.fromEntries(fields.map(([name, field]) => [name, JSON.stringify(field)]));
}

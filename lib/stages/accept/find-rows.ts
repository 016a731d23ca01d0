import { jsonTokens } from './json-tokens.ts';

/** Where a document that is no row itself holds rows: a path of keys, to an array of them or to one. */
export type RowsWithin = { path: string; isArray: boolean };

type Level = { isArray: boolean; key: string; columns: number; hasId: boolean };

/** What tells a row: the names of its columns, and of its id where that has one. */
export type RowNames = { id?: string; columns: ReadonlySet<string> };

/**
 * Finds the rows in a document that is none: it lacks the id and an object within has it, with more of the columns than the
 * document itself; or it has none of them and carries an array of objects. Undefined for a row, however bad it is.
 *
 * @param document JSON text, or its first part.
 */
export function findRows({ id, columns }: RowNames, document: string): RowsWithin | undefined {
  if (hasKey(id, document)) return undefined;
  const open: Level[] = [];
  let top: Level | undefined;
  let withId: (RowsWithin & { columns: number }) | undefined;
  let array: RowsWithin | undefined;
  let last = '';
  let key = '';
  for (const { text } of jsonTokens(document)) {
    const level = open.at(-1);
    if (text === ':' && level && !level.isArray) {
      key = readText(last);
      if (columns.has(key)) level.columns++;
      level.hasId ||= key === id;
      if (level.hasId && level !== top) withId = better(withId, { ...pathOf(open), columns: level.columns });
    } else if (text === '{' || text === '[') {
      open.push({ isArray: text === '[', key: level?.isArray === false ? key : '', columns: 0, hasId: false });
      top ??= open[0];
      if (text === '{' && open.length === 3 && level?.isArray) array ??= pathOf(open);
    } else if (text === '}' || text === ']') open.pop();
    last = text;
  }
  if (!top || top.hasId) return undefined;
  if (withId && withId.columns > top.columns) return { path: withId.path, isArray: withId.isArray };
  return top.columns === 0 && !top.isArray ? array : undefined;
}

/** Most documents are rows, and JSON.parse is quick to tell. */
function hasKey(key: string | undefined, document: string): boolean {
  try {
    const value: unknown = JSON.parse(document);
    return typeof value !== 'object' || value === null || (key !== undefined && Object.hasOwn(value, key));
  } catch {
    return false;
  }
}

/** The keys that lead to an object, or to the array it stands in. */
function pathOf(open: readonly Level[]): RowsWithin {
  return { path: open.flatMap(({ key }) => key || []).join('.'), isArray: open.at(-2)?.isArray ?? false };
}

function better<Found extends { columns: number }>(known: Found | undefined, found: Found): Found {
  return known && known.columns > found.columns ? known : found;
}

function readText(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token;
  }
}

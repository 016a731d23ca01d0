import { type Column, type Contract, judgedColumns } from './contract.ts';
import { fitsColumn } from './fits-column.ts';
import { type JudgedField, judgedFields } from './judged-fields.ts';

/** Names go into SQL, and keys of objects into paths, as they are. */
const isName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
/** DuckDB's patterns repeat nothing more often. */
const mostRepeats = 1000;

/** What is wrong with a contract's columns and properties, one by one and with what they name: each as a sentence with that name. */
export function checkFields(contract: Contract): string[] {
  const fields = judgedFields(contract);
  const places = fields.flatMap(({ path, place }) => (path ? [place] : []));
  return [
    ...contract.columns.flatMap((column) => [
      ...(isName(column.name) ? [] : [`column "${column.name}" is no name: letters, digits and _`]),
      ...checkPath(contract, column),
      ...checkDefault(column),
      ...checkAddition(contract, column),
    ]),
    ...fields.flatMap((field) => [...checkPattern(field), ...checkSource(field, fields)]),
    ...places.filter((place, at) => places.indexOf(place) !== at).map((place) => `"${place}" is declared twice`),
    ...checkVariants(contract, fields),
  ];
}

function checkPath({ columns }: Contract, { name, type, path, derived }: Column): string[] {
  const keys = type.kind === 'json' ? Object.keys(type.properties ?? {}) : [];
  const wrong = keys
    .filter((key) => !isName(key))
    .map((key) => `property "${name}.${key}" is no name: letters, digits and _`);
  if (type.kind === 'json' && !(Number.isInteger(type.maxBytes) && type.maxBytes > 1))
    wrong.push(`${name}: maxBytes is a count of bytes`);
  if (type.kind === 'json' && derived) wrong.push(`${name} is derived: a document is read from the file`);
  if (!path) return wrong;
  const [column, key] = path;
  if (columns.find((one) => one.name === column)?.type.kind !== 'json')
    wrong.push(`path of ${name}: "${column}" is no JSON column`);
  if (!isName(key)) wrong.push(`path of ${name}: "${key}" is no name: letters, digits and _`);
  if (type.kind === 'json' || derived) wrong.push(`path of ${name}: it is derived or a document itself`);
  return wrong;
}

function checkDefault(column: Column): string[] {
  const { name, whenMissing } = column;
  if (whenMissing === undefined || fitsColumn(column, whenMissing)) return [];
  return [`whenMissing of ${name}: "${whenMissing}" is not valid there`];
}

/** What an earlier version accepted has none of it. */
function checkAddition(contract: Contract, { name, since, required, whenMissing, derived }: Column): string[] {
  if (since === undefined) return [];
  const { version, id, versionOrder, key, measures, columns, variants } = contract;
  const needed = [
    ...[id, versionOrder ?? '', contract.eventTime, ...key, ...contract.partitionBy],
    ...measures.flatMap(({ column, unit, negativeWhen }) => [
      column,
      'column' in unit ? unit.column : '',
      negativeWhen ?? '',
    ]),
    ...columns.flatMap(({ product }) => product ?? []),
    ...[variants?.by ?? '', ...Object.values(variants?.required ?? {}).flat()],
  ];
  return [
    ...(Number.isInteger(since) && since > 1 && since <= version
      ? []
      : [`since of ${name}: ${since} is no later version of ${version}`]),
    ...(required || whenMissing !== undefined || derived
      ? [`since of ${name}: what is added is optional and has no default`]
      : []),
    ...(needed.includes(name) ? [`since of ${name}: rows are found or counted by it, and old ones have none`] : []),
  ];
}

function checkPattern({ place, type }: JudgedField): string[] {
  const { pattern } = type.kind === 'text' ? type : {};
  if (pattern === undefined) return [];
  const counts = [...pattern.matchAll(/\{(?:[0-9]*,)?([0-9]+)\}/g)].map(([, count]) => Number(count));
  return counts.some((count) => count > mostRepeats)
    ? [`pattern of ${place} repeats more than ${mostRepeats} times`]
    : [];
}

function checkSource({ name, type, whenMissing, filledFrom }: JudgedField, fields: readonly JudgedField[]): string[] {
  if (filledFrom === undefined) return [];
  const source = fields.find((field) => field.name === filledFrom);
  if (!source || source.name === name) return [`filledFrom of ${name}: "${filledFrom}" is no other field`];
  return [
    ...(source.type.kind === type.kind ? [] : [`filledFrom of ${name}: "${filledFrom}" is no ${type.kind}`]),
    ...(source.filledFrom === undefined ? [] : [`filledFrom of ${name}: "${filledFrom}" is filled itself`]),
    ...(whenMissing === undefined && source.whenMissing === undefined
      ? []
      : [`filledFrom of ${name}: nothing is missing where there is a whenMissing`]),
    ...(fields.filter((field) => field.filledFrom === filledFrom).length === 1
      ? []
      : [`filledFrom of ${name}: "${filledFrom}" fills two fields`]),
  ];
}

function checkVariants(contract: Contract, fields: readonly JudgedField[]): string[] {
  const { variants } = contract;
  if (!variants) return [];
  const by = judgedColumns(contract).find(({ name }) => name === variants.by);
  const kinds = by?.type.kind === 'text' ? (by.type.oneOf ?? []) : [];
  if (!by?.required || kinds.length === 0)
    return [`variants.by "${variants.by}" is no required column with a closed set of words`];
  return Object.entries(variants.required).flatMap(([kind, names]) => [
    ...(kinds.includes(kind) ? [] : [`variants.required: "${kind}" is no ${variants.by}`]),
    ...names.flatMap((name) => {
      const field = fields.find((one) => one.name === name);
      if (!field) return [`variants.required.${kind}: "${name}" is no column and no property`];
      return field.required || field.whenMissing !== undefined
        ? [`variants.required.${kind}: "${name}" is never missing`]
        : [];
    }),
  ]);
}

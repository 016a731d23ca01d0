import { type Contract, fileColumns } from '../../contracts/contract.ts';
import type { DelimitedShape, Feed, MappedShape, NativeShape } from '../feed.ts';
import { moneyNames, sourceNames } from '../map/source-names.ts';
import { toColumn } from '../read-header.ts';
import { checkField } from './check-field.ts';
import { checkMoney } from './check-money.ts';
import { unknownKeys } from './unknown-keys.ts';

const common = ['form', 'encoding', 'nullWords'];
const mapping = ['header', 'leaveOut', 'drop', 'tokenise', 'money', 'columns'];
const written = ['delimiter', 'quote', 'escape', 'blanksBeforeQuote', 'skipLines', 'headerless', 'footer'];

/** What is wrong with a feed's shape, each by the place in the declaration, the value and what is allowed. */
export function checkShape(shape: Feed['shape'], contract: Contract): string[] {
  const problems = [...checkEncoding(shape), ...checkNullWords(shape)];
  if (shape.form === 'native') return [...unknownKeys(shape, common), ...problems];
  if (shape.form !== 'csv' && shape.form !== 'json')
    return [`shape.form "${(shape as { form: unknown }).form}" is not known: there are native, csv, json`];
  if (!Array.isArray(shape.header)) return [...problems, 'header is missing: the list of the columns of the file'];
  if (typeof shape.columns !== 'object')
    return [...problems, 'columns is missing: by contract column, where it comes from'];
  const own = shape.form === 'csv' ? written : ['rows'];
  return [
    ...unknownKeys(shape, [...common, ...mapping, ...own]),
    ...problems,
    ...(shape.form === 'csv' ? checkText(shape) : []),
    ...(shape.form === 'json' && shape.rows === ''
      ? ['rows is the path of an array, such as data: leave it out otherwise']
      : []),
    ...checkHeader(shape),
    ...checkNames(shape),
    ...[shape.money ?? []].flat().flatMap((money) => checkMoney(money).map((problem) => `money: ${problem}`)),
    ...checkColumns(shape, contract),
  ];
}

function checkEncoding({ encoding }: { encoding?: string }): string[] {
  try {
    new TextDecoder(encoding);
    return [];
  } catch {
    return [
      `encoding "${encoding}" is not known: use a label such as utf-8, windows-1252, euc-kr, shift_jis, utf-16le`,
    ];
  }
}

function checkNullWords({ nullWords = [] }: NativeShape | MappedShape): string[] {
  return nullWords.some((word) => word.trim() === '') ? ['nullWords holds an empty word: empty is nothing anyway'] : [];
}

function checkText({ delimiter = ',', quote = '"', skipLines = 0, footer }: DelimitedShape): string[] {
  const isOne = (text: string): boolean => [...text].length === 1 && !/[\r\n]/.test(text);
  return [
    ...(isOne(delimiter) ? [] : [`delimiter ${JSON.stringify(delimiter)} is not one character`]),
    ...(isOne(quote) || quote === 'none' ? [] : [`quote "${quote}" is neither one character nor none`]),
    ...(quote === delimiter ? [`quote and delimiter are both "${quote}"`] : []),
    ...(Number.isInteger(skipLines) && skipLines >= 0 ? [] : [`skipLines "${skipLines}" is no count of lines`]),
    ...(footer && (footer.startsWith.length === 0 || footer.startsWith.some((text) => text.trim() === ''))
      ? ['footer.startsWith needs texts: an empty one would end the table at its first row']
      : []),
  ];
}

function checkHeader(shape: MappedShape): string[] {
  const columns = shape.header.map(toColumn);
  const spellings = columns.flatMap((column) => [...new Set(column.spellings)]);
  const twice = spellings.filter((spelling, at) => spellings.indexOf(spelling) < at);
  const headerless = shape.form === 'csv' && shape.headerless === true;
  return [
    ...(columns.length === 0 ? ['header names no column'] : []),
    ...twice.map((name) => `header has "${name}" twice: names are compared in any case`),
    ...(headerless && columns.some((column) => column.spellings.length > 1)
      ? ['header has aliases, but the file is headerless: its columns go by their order']
      : []),
    ...(shape.form === 'json'
      ? columns.filter(({ name }) => name.split('.').includes('')).map(({ name }) => `header: "${name}" is no path`)
      : []),
  ];
}

/** Every name that the shape uses stands in its header; what is dropped is used nowhere. */
function checkNames(shape: MappedShape): string[] {
  const known = shape.header.map((column) => toColumn(column).name);
  const { drop = [], tokenise = [], leaveOut = [] } = shape;
  const columns = Object.entries(shape.columns);
  const moneys = [shape.money ?? []].flat();
  const used = [
    ...columns.flatMap(([column, field]) => sourceNames(field).map((name) => ({ where: `columns.${column}`, name }))),
    ...moneys.flatMap((money) => moneyNames(money).map((name) => ({ where: 'money', name }))),
    ...leaveOut.map(({ column }) => ({ where: 'leaveOut', name: column })),
    ...(shape.form === 'csv' && shape.footer ? [{ where: 'footer', name: shape.footer.column }] : []),
  ];
  const hidden = [
    ...drop.map((name) => ({ where: 'drop', name })),
    ...tokenise.map((name) => ({ where: 'tokenise', name })),
  ];
  return [
    ...[...used, ...hidden]
      .filter(({ name }) => !known.includes(name))
      .map(({ where, name }) => `${where}: "${name}" is no name of the header, which has: ${known.join(', ')}`),
    ...used
      .filter(({ name }) => drop.includes(name))
      .map(({ where, name }) => `${where} reads "${name}", which is dropped before anything is read`),
    ...tokenise.filter((name) => drop.includes(name)).map((name) => `"${name}" is both dropped and tokenised`),
    ...moneys
      .flatMap(moneyNames)
      .filter((name) => tokenise.includes(name))
      .map((name) => `money reads "${name}", which is tokenised`),
    ...leaveOut
      .filter(({ is }) => is.length === 0)
      .map(({ column }) => `leaveOut: "${column}" is none of nothing: name its words`),
  ];
}

function checkColumns(shape: MappedShape, contract: Contract): string[] {
  const columns = fileColumns(contract);
  const fields = Object.entries(shape.columns);
  const readsMoney = fields.some(([, field]) => 'money' in field);
  const known = `${contract.name} has: ${columns.map(({ name }) => name).join(', ')}`;
  return [
    ...columns
      .filter(({ name, required, whenMissing }) => required && whenMissing === undefined && !(name in shape.columns))
      .map(({ name }) => `columns.${name} is missing: the contract requires it`),
    ...fields.flatMap(([name, field]) => {
      const column = columns.find((column) => column.name === name);
      if (!column) return [`columns.${name} is no column that files fill: ${known}`];
      const problems = checkField(field, column);
      if (column.type.kind === 'json' && shape.form === 'json')
        problems.push(`form json reads texts: ${name} takes a cell of a delimited file, or the objects of native JSON`);
      if ('contentHashOf' in field && name !== contract.id)
        problems.push(`contentHashOf makes ids: only ${contract.id} can have it`);
      return problems.map((problem) => `columns.${name}: ${problem}`);
    }),
    ...(readsMoney && shape.money === undefined ? ['money is used in columns, but not declared'] : []),
    ...(!readsMoney && shape.money !== undefined ? ['money is declared, but no column takes a part of it'] : []),
  ];
}

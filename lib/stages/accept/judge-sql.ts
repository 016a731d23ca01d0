import { type Contract, judgedColumns } from '../../contracts/contract.ts';
import { type JudgedField, jsonColumns, judgedFields } from '../../contracts/judged-fields.ts';
import { rowRules } from '../../contracts/row-rules.ts';
import { ruleSql } from '../../contracts/rule/rule-sql.ts';
import { type MeasureColumns, measureColumns, signedSql, unitSql } from '../../derive/measure-columns.ts';
import { columnSql } from './column-sql.ts';
import { fieldSql } from './document-structs.ts';
import { fastField, textOf } from './fast-field.ts';
import { idText } from './id-text.ts';
import { documentText, isDocument } from './json-sql.ts';
import { productSql } from './product-sql.ts';
import { text } from './rows-sql.ts';
import { trimSql } from './trim-sql.ts';

/*
 * The session's time zone is the feed's, its variable `ingest_date` the ingest date, `late_before` the first event date
 * that is in time, `id_prefix` what the feed puts before ids.
 */

/**
 * Select that types rows (see `rowsSql`) and says of each whether it is `plain`: soundly typed by one pattern a column,
 * and in time. Almost all rows are. Others are not bad, they are doubtful, and `judgeSql` decides; of plain rows it would
 * give the same.
 */
export function fastSql(contract: Contract, rows: string): string {
  const fields = judgedFields(contract);
  const products = productsOf(contract);
  const fast = fields.map((field) => fastField(contract, field, fields));
  const texts = fields.map((field) => `${idText(contract, field.name, fieldSql(field), 'null')} as ${textOf(field)}`);
  const sound = [
    ...fast.flatMap(({ isSound }) => isSound),
    ...products.map(({ name }) => `"${name}" is not null`),
    ...fastVariants(contract),
    ...rowRules(contract).map(({ holds }) => `coalesce(${ruleSql(holds)}, true)`),
    ...(jsonColumns(contract).length > 0 ? [`not regexp_matches(doc, '${vanishing}')`] : []),
  ];
  return `
with texts as (
  select file, line, lines, raw, doc, keys, content, suspect, malformed, card_number,
    ${texts.join(', ')}
  from (${rows}) source_rows
),
typed as (
  select *,
    ${fast.map(({ value }, at) => `${value} as "${fields[at]?.name}"`).join(',\n    ')}
  from texts
),
dated as (
  select *, cast("${contract.eventTime}" as date) as "${contract.eventDate}"${products.map(toProduct).join('')} from typed
)
select file, line, lines, raw, doc, keys, content, malformed, card_number, ${outputColumns(contract)},
  coalesce(
    not suspect and not coalesce(malformed or card_number, false)
      and ${sound.join('\n      and ')}
      and "${contract.eventDate}" between getvariable('late_before') and getvariable('ingest_date'),
    false
  ) as plain
from dated`;
}

/** A number so small that DuckDB writes nought for it. */
const vanishing = '[:,\\[][ \\t]*-?[0-9.]+[eE]-[0-9]{3}';

/** What a row's kind requires, kind by kind: most rows are looked at for one of them alone. */
function fastVariants({ variants }: Contract): string[] {
  if (!variants) return [];
  const kinds = Object.entries(variants.required).filter(([, names]) => names.length > 0);
  const cases = kinds.map(
    ([kind, names]) => `when ${text(kind)} then ${names.map((name) => `"${name}" is not null`).join(' and ')}`,
  );
  return cases.length === 0 ? [] : [`case "${variants.by}" ${cases.join(' ')} else true end`];
}

/**
 * Select that judges rows (file, line, lines, raw, doc, fields, content, malformed, card_number) by the whole contract: the file
 * columns typed (null where missing or invalid), the event date, each measure's signed value (null unless it and its unit are
 * valid), `rules` (names of the rules broken, null if none) and `late`.
 */
export function judgeSql(contract: Contract, rows: string): string {
  const fields = judgedFields(contract).map((field) => ({
    ...field,
    sql: columnSql(field, `json_type(doc, '$.${field.place}')`),
    text: textOf(field),
  }));
  const { eventDate, eventTime, variants } = contract;
  const products = productsOf(contract);
  const texts = fields.map(({ name, place, path, type, whenMissing, text: alias }) => {
    const field = fieldSql({ name, path });
    const said = isDocument(type) ? documentText(field) : trimSql(field);
    const trimmed = idText(contract, name, said, `json_type(doc, '$.${place}')`);
    return `${whenMissing === undefined ? trimmed : `coalesce(${trimmed}, ${text(whenMissing)})`} as ${alias}`;
  });
  const sourceOf = ({ filledFrom }: JudgedField) => fields.find(({ name }) => name === filledFrom);
  const toValue = ({ sql, text: alias }: (typeof fields)[number]): string =>
    `when ${sql.isValid(alias)} then ${sql.value(alias)}`;
  const values = fields.map((field) => {
    const source = sourceOf(field);
    const filled = source ? `when ${field.text} is null then case ${toValue(source)} end ` : '';
    return `case ${filled}${toValue(field)} end as "${field.name}"`;
  });
  const broken = fields.flatMap((field) => {
    const { name, place, text: alias, required, requiredBy } = field;
    const isMissing = [alias, ...[sourceOf(field)?.text ?? []].flat()].map((one) => `${one} is null`).join(' and ');
    const filled = fields.find(({ filledFrom }) => filledFrom === name);
    const differs = filled ? ` or "${name}" <> "${filled.name}"` : '';
    const kinds = requiredBy.length > 0 ? ` and "${variants?.by}" in (${requiredBy.map(text).join(', ')})` : '';
    return [
      ...(required || kinds !== ''
        ? [`case when ${isMissing}${required ? '' : kinds} then 'missing:${place}' end`]
        : []),
      `case when ${alias} is not null and ("${name}" is null${differs}) then 'invalid:${place}' end`,
    ];
  });
  const tooLarge = products.map(
    ({ name, factors: [left, right] }) =>
      `case when "${left}" is not null and "${right}" is not null and "${name}" is null then 'invalid:${name}' end`,
  );
  const unkept = rowRules(contract).map(({ name, holds }) => `case when not ${ruleSql(holds)} then '${name}' end`);
  const future = `case when "${eventDate}" > getvariable('ingest_date') then 'future_date' end`;
  const card = "case when card_number then 'card_number' end";
  const says = fields.filter(({ whenMissing }) => whenMissing === undefined).map(({ text: alias }) => alias);
  return `
with texts as (
  select file, line, lines, raw, doc, content, card_number, malformed or fields is null as malformed,
    ${texts.join(',\n    ')}
  from (${rows}) source_rows
),
typed as (
  select *,
    ${values.join(',\n    ')},
    case
      when malformed or coalesce(${says.join(', ')}) is not null then false
      else len(list_filter(json_extract_string(doc, '$.*'), lambda field: ${trimSql('field')} is not null)) = 0
    end as blank
  from texts
),
dated as (
  select *,
    cast("${eventTime}" as date) as "${eventDate}"${products.map(toProduct).join('')}
  from typed
),
measured as (
  select *${measureColumns(contract).map(toSigned).join('')}
  from dated
),
ruled as (
  select *,
    list_filter(
      case
        when malformed then ['malformed', ${card}]
        when blank then ['blank_row', ${card}]
        else [${[...broken, ...tooLarge, ...unkept, future, card].join(',\n          ')}]
      end,
      lambda rule: rule is not null
    ) as rules
  from measured
)
select file, line, lines, raw, content, ${measureColumns(contract)
    .map(({ value }) => `"${value}", `)
    .join('')}case when len(rules) > 0 then rules end as rules,
  len(rules) = 0 and "${eventDate}" < getvariable('late_before') as late,
  ${outputColumns(contract)}
from ruled`;
}

type Product = { name: string; factors: readonly [string, string]; sql: string };

function productsOf(contract: Contract): Product[] {
  return contract.columns.flatMap((column) =>
    column.product ? [{ name: column.name, factors: column.product, sql: productSql(contract, column) }] : [],
  );
}

function toProduct({ name, sql }: Product): string {
  return `,\n    ${sql} as "${name}"`;
}

/** A measure's value with its sign, of a row whose unit is valid. */
function toSigned({ measure, value }: MeasureColumns): string {
  return `,\n    case when ${unitSql(measure)} is not null then ${signedSql(measure)} end as "${value}"`;
}

/** The judged columns and the event date; moments as timestamps without zone, UTC. */
function outputColumns(contract: Contract): string {
  const columns = judgedColumns(contract).map(({ name, type }) =>
    type.kind === 'instant' ? `make_timestamp(epoch_us("${name}")) as "${name}"` : `"${name}"`,
  );
  return [...columns, `"${contract.eventDate}"`].join(', ');
}

import { type Contract, fileColumns, judgedColumns } from '../../contracts/contract.ts';
import { type MeasureColumns, measureColumns, signedSql, unitSql } from '../../derive/measure-columns.ts';
import { columnSql, trimSql } from './column-sql.ts';
import { idText } from './id-text.ts';
import { productSql } from './product-sql.ts';

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
  const columns = fileColumns(contract);
  const products = productsOf(contract);
  const typed = columns.map((column) => {
    const sql = columnSql(column, 'null');
    const value = sql.fastValue(`text_${column.name}`);
    if (column.whenMissing === undefined) return `${value} as "${column.name}"`;
    const initial = sql.value(`'${column.whenMissing}'`);
    return `case when text_${column.name} is null then ${initial} else ${value} end as "${column.name}"`;
  });
  const sound = columns.map(({ name, required, whenMissing }) =>
    required || whenMissing !== undefined ? `"${name}" is not null` : `("${name}" is not null or text_${name} is null)`,
  );
  return `
with texts as (
  select file, line, lines, raw, doc, keys, content, suspect, malformed, card_number,
    ${columns.map(({ name }) => `${idText(contract, name, `fields."${name}"`, 'null')} as text_${name}`).join(', ')}
  from (${rows}) source_rows
),
typed as (
  select *,
    ${typed.join(',\n    ')}
  from texts
),
dated as (
  select *, cast("${contract.eventTime}" as date) as "${contract.eventDate}"${products.map(toProduct).join('')} from typed
)
select file, line, lines, raw, doc, keys, content, malformed, card_number, ${outputColumns(contract)},
  coalesce(
    not suspect and not coalesce(malformed or card_number, false)
      and ${[...sound, ...products.map(({ name }) => `"${name}" is not null`)].join('\n      and ')}
      and "${contract.eventDate}" between getvariable('late_before') and getvariable('ingest_date'),
    false
  ) as plain
from dated`;
}

/**
 * Select that judges rows (file, line, lines, raw, doc, fields, content, malformed, card_number) by the whole contract: the file
 * columns typed (null where missing or invalid), the event date, each measure's signed value (null unless it and its unit are
 * valid), `rules` (names of the rules broken, null if none) and `late`.
 */
export function judgeSql(contract: Contract, rows: string): string {
  const columns = fileColumns(contract).map((column) => ({
    ...column,
    sql: columnSql(column, `json_type(doc, '$.${column.name}')`),
  }));
  const { eventDate, eventTime } = contract;
  const products = productsOf(contract);
  const texts = columns.map(({ name, whenMissing }) => {
    const trimmed = idText(contract, name, trimSql(`fields."${name}"`), `json_type(doc, '$.${name}')`);
    return `${whenMissing === undefined ? trimmed : `coalesce(${trimmed}, '${whenMissing}')`} as text_${name}`;
  });
  const values = columns.map(
    ({ name, sql }) => `case when ${sql.isValid(`text_${name}`)} then ${sql.value(`text_${name}`)} end as "${name}"`,
  );
  const broken = columns.flatMap(({ name, required }) => [
    ...(required ? [`case when text_${name} is null then 'missing:${name}' end`] : []),
    `case when text_${name} is not null and "${name}" is null then 'invalid:${name}' end`,
  ]);
  const tooLarge = products.map(
    ({ name, factors: [left, right] }) =>
      `case when "${left}" is not null and "${right}" is not null and "${name}" is null then 'invalid:${name}' end`,
  );
  const future = `case when "${eventDate}" > getvariable('ingest_date') then 'future_date' end`;
  const card = "case when card_number then 'card_number' end";
  const says = columns.filter(({ whenMissing }) => whenMissing === undefined).map(({ name }) => `text_${name}`);
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
        else [${[...broken, ...tooLarge, future, card].join(',\n          ')}]
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

/** The file columns and the event date; the event time as a timestamp without zone, UTC. */
function outputColumns(contract: Contract): string {
  const columns = judgedColumns(contract).map(({ name }) =>
    name === contract.eventTime ? `make_timestamp(epoch_us("${name}")) as "${name}"` : `"${name}"`,
  );
  return [...columns, `"${contract.eventDate}"`].join(', ');
}

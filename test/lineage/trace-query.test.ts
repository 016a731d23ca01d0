import { describe, expect, it } from 'vitest';
import type { Traced } from '../../lib/lineage/source.ts';
import { traceQuery } from '../../lib/lineage/sql/trace-query.ts';
import { parseStatement } from '../../local/redshift-data/sql/parse-statement.ts';
import type { TableName } from '../../local/redshift-data/sql/syntax.ts';
import { inShort } from './lineage.ts';

const tables: Record<string, string[]> = { t: ['a', 'b', 'c'], u: ['a', 'd'] };
const find = ({ name }: TableName): Traced => ({
  columns: (tables[name] ?? []).map((column) => ({
    name: column,
    sources: [{ table: name, column, use: 'identity' }],
  })),
  rows: [],
});

function trace(sql: string): { columns: Record<string, string[]>; rows: string[] } {
  const statement = parseStatement(sql);
  if (statement.kind !== 'query') throw new Error('no query');
  const { columns, rows } = traceQuery(statement.query, { find, ctes: new Map() });
  return {
    columns: Object.fromEntries(columns.map(({ name, sources }) => [name, inShort(sources)])),
    rows: inShort(rows),
  };
}

describe('values', () => {
  it.each<[sql: string, sources: string[]]>([
    ['select a as x from t', ['t.a identity']],
    ['select t.a as x from t', ['t.a identity']],
    ['select cast(a as bigint) as x from t', ['t.a transformation']],
    ['select a + b as x from t', ['t.a transformation', 't.b transformation']],
    ['select coalesce(a, b, 0) as x from t', ['t.a transformation', 't.b transformation']],
    ['select sum(a) as x from t', ['t.a aggregation']],
    ['select sum(a) + max(b) as x from t', ['t.a aggregation', 't.b aggregation']],
    ['select count(*) as x from t', []],
    ["select 'word' as x from t", []],
    ['select :run_id as x from t', ['run.run_id identity']],
    ['select datediff(day, a, b) as x from t', ['t.a transformation', 't.b transformation']],
    ["select date_trunc('month', a) as x from t", ['t.a transformation']],
    ['select a between b and c as x from t', ['t.a transformation', 't.b transformation', 't.c transformation']],
    ['select x from (select a + 1 as x from t) as s', ['t.a transformation']],
    ['select x from (select sum(a) as x from t) as s', ['t.a aggregation']],
    ['select x + 1 as x from (select sum(a) as x from t) as s', ['t.a aggregation']],
    ['with s as (select a as x from t) select x from s', ['t.a identity']],
    ['with s (x) as (select a from t) select s.x from s', ['t.a identity']],
    ['with s as (select a as x from t), r as (select x from s) select r.x as x from r', ['t.a identity']],
    ['select a as y, y + 1 as x from t', ['t.a transformation']],
    ['select a as x from t union all select d as x from u', ['t.a identity', 'u.d identity']],
    ['select a as x from t except select d as x from u', ['t.a identity']],
    ['select (select max(d) from u) as x from t', ['u.d aggregation']],
  ])('%s', (sql, sources) => {
    expect(trace(sql).columns.x).toEqual(sources);
  });

  it('of a count are counted, and not seen', () => {
    const statement = parseStatement('select count(distinct a) as x from t');
    const query = statement.kind === 'query' ? statement.query : undefined;
    if (!query) throw new Error('no query');
    expect(traceQuery(query, { find, ctes: new Map() }).columns[0]?.sources).toEqual([
      { table: 't', column: 'a', use: 'aggregation', masked: true },
    ]);
  });

  it('of a star are all columns in their order', () => {
    expect(trace('select * from t').columns).toEqual({ a: ['t.a identity'], b: ['t.b identity'], c: ['t.c identity'] });
    expect(Object.keys(trace('select u.* from t inner join u on t.a = u.a').columns)).toEqual(['a', 'd']);
  });
});

describe('conditions', () => {
  it.each<[sql: string, sources: string[]]>([
    [
      'select case when a > 0 then b else c end as x from t',
      ['t.a conditional', 't.b transformation', 't.c transformation'],
    ],
    ["select case a when 1 then 'one' else 'more' end as x from t", ['t.a conditional']],
    ['select sum(case when a > 0 then b end) as x from t', ['t.a conditional', 't.b aggregation']],
    ['select row_number() over (partition by a order by b) as x from t', ['t.a window', 't.b window']],
    ['select sum(c) over (partition by a) as x from t', ['t.a window', 't.c aggregation']],
    ['select lag(c) over (partition by a order by b) as x from t', ['t.a window', 't.b window', 't.c transformation']],
    [
      'select a in (select d from u where u.a > 0) as x from t',
      ['t.a transformation', 'u.a conditional', 'u.d conditional'],
    ],
  ])('of a value: %s', (sql, sources) => {
    expect(trace(sql).columns.x).toEqual(sources);
  });

  it.each<[sql: string, rows: string[]]>([
    ['select a from t where b > 0', ['t.b filter']],
    ['select a from t where exists (select 1 from u where u.d = t.b)', ['t.b filter', 'u.d filter']],
    ['select a from t where b in (select d from u)', ['t.b filter', 'u.d filter']],
    ['select t.a from t inner join u on t.b = u.d', ['t.b join', 'u.d join']],
    ['select t.b from t inner join u using (a)', ['t.a join', 'u.a join']],
    ['select a, sum(b) as b from t group by a having sum(c) > 0', ['t.a group_by', 't.c filter']],
    ['select a, sum(b) as b from t group by 1', ['t.a group_by']],
    ['select distinct a from t', ['t.a group_by']],
    ['select a from t order by b', []],
    ['select a from t order by b limit 3', ['t.b sort']],
    ['select a from t as t qualify row_number() over (partition by b order by c) = 1', ['t.b filter', 't.c filter']],
    ['select a from t except select d from u where u.a > 0', ['u.a filter', 'u.d filter']],
    ['select a from t union all select d from u where u.a > 0', ['u.a filter']],
    ['select x from (select a as x from t where b > 0) as s where x > 1', ['t.a filter', 't.b filter']],
  ])('about rows: %s', (sql, rows) => {
    expect(trace(sql).rows).toEqual(rows);
  });

  it('are refused where a name means nothing: the binder has read something else', () => {
    expect(() => trace('select z from t')).toThrow(/no relation of the query has a column z/);
  });
});

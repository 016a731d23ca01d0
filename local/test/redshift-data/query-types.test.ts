import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Access } from '../../redshift-data/sql/access.ts';
import { bindQuery } from '../../redshift-data/sql/bind-query.ts';
import { Catalog, quoteName } from '../../redshift-data/sql/catalog.ts';
import { Masking } from '../../redshift-data/sql/masking.ts';
import { parseStatement } from '../../redshift-data/sql/parse-statement.ts';
import { createScope } from '../../redshift-data/sql/scope.ts';
import { SqlError } from '../../redshift-data/sql/sql-error.ts';
import * as types from '../../redshift-data/sql/types.ts';
import { createRandom, randomQuery } from './random-query.ts';

const columns: Record<string, types.RsType> = {
  i: types.int4,
  s: types.int2,
  b: types.int8,
  n: types.numeric(18, 2),
  m: types.numeric(38, 4),
  f: types.float8,
  r: types.float4,
  t: types.varchar(20),
  d: types.date,
  ts: types.timestamp,
  ok: types.bool,
};
const seed = Number(process.env.SEED ?? 20260101);
const queries = Number(process.env.QUERIES ?? 1500);

/** What may go wrong at run time; everything else would be SQL that should not have been made. */
const expected =
  /Divide by zero|square root|invalid input syntax|out of range|cast decimal|Overflow|cannot be nested|inf to DECIMAL|cannot contain window|not allowed in/i;

describe('random queries', () => {
  let duck: DuckDBConnection;
  const context = {
    catalog: new Catalog(
      ['public'],
      [
        {
          schema: 'public',
          name: 'x',
          kind: 'table',
          columns: Object.entries(columns).map(([name, type]) => ({ name, type, notNull: false })),
        },
      ],
      [],
      new Access([]),
      new Masking([], []),
    ),
    parameters: new Map<string, string>(),
    rights: { user: 'admin', roles: [], isSuperuser: true },
  };

  beforeAll(async () => {
    duck = await (await DuckDBInstance.create()).connect();
    const list = Object.entries(columns).map(([name, type]) => `${quoteName(name)} ${types.duckType(type)}`);
    await duck.run(`create schema public; create table public.x (${list.join(', ')});
      insert into public.x values
        (1, 2, 3, 1.5, 2.25, 1.5, 0.5, 'a1', '2020-01-31', '2020-02-29 10:11:12.5', true),
        (0, -2, null, 0, -2.25, 0, -0.5, '2020-01-01', '2020-12-31', '2021-02-28 00:00:00', false),
        (null, null, null, null, null, null, null, null, null, null, null)`);
  });
  afterAll(() => duck.closeSync());

  it(`have the types they are said to have (SEED=${seed})`, async () => {
    const random = createRandom(seed);
    let run = 0;
    for (let n = 0; n < queries; n++) {
      const sql = randomQuery(random);
      const made = translate(sql);
      if (made === undefined) continue;
      const result = await duck.run(made.sql).catch((error: Error) => error);
      if (result instanceof Error) {
        expect(result.message, sql).toMatch(expected);
        continue;
      }
      run += 1;
      const said = made.columns.map(({ type }) =>
        type.name === 'float8' ? 'double' : type.name === 'float4' ? 'float' : types.duckType(type),
      );
      expect(
        result.columnTypes().map((type) => String(type).toLowerCase()),
        sql,
      ).toEqual(said);
    }
    expect(run).toBeGreaterThan(queries / 2);
  });

  function translate(sql: string) {
    try {
      const statement = parseStatement(sql);
      if (statement.kind !== 'query') throw new Error(`${sql} is no query`);
      return bindQuery(statement.query, createScope(context, new Map()));
    } catch (error) {
      if (error instanceof SqlError) return undefined;
      throw error;
    }
  }
});

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWarehouse, readRows, type Warehouse } from './warehouse.ts';

/** A DECIMAL(p,s) as Redshift writes it. */
const decimals = fc.integer({ min: 1, max: 38 }).chain((precision) =>
  fc.record({
    precision: fc.constant(precision),
    scale: fc.integer({ min: 0, max: Math.min(precision, 37) }),
    digits: fc.bigInt({ min: -(10n ** BigInt(precision)) + 1n, max: 10n ** BigInt(precision) - 1n }),
  }),
);

function write(digits: bigint, scale: number): string {
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const sign = digits < 0n ? '-' : '';
  return scale === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

describe('values', () => {
  let warehouse: Warehouse;

  beforeAll(async () => {
    warehouse = await openWarehouse();
    await warehouse.run('create table texts (v varchar(6), c char(3))');
    await warehouse.run('create table numbers (a smallint, b int, c bigint, d decimal(5,2))');
  });
  afterAll(() => warehouse.close());

  it('keeps every DECIMAL exact on its way through VALUES, INSERT, parameters, SELECT and the API', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(decimals, { minLength: 1, maxLength: 12 }), async (cases) => {
        const types = cases.map(({ precision, scale }) => `decimal(${precision},${scale})`);
        const texts = cases.map(({ digits, scale }) => write(digits, scale));
        const columns = types.map((type, i) => `a${i} ${type}, b${i} ${type}, c${i} ${type}`);
        const values = texts.flatMap((text, i) => [text, `'${text}'`, `:p${i}`]);
        const parameters = Object.fromEntries(texts.map((text, i) => [`p${i}`, text]));
        const done = await warehouse.batch(
          [
            `create temp table d (${columns.join(', ')})`,
            `insert into d values (${values.join(', ')})`,
            `create temp table e as select * from d`,
            'select * from e',
          ],
          parameters,
        );
        expect(done.Error).toBeUndefined();
        expect(await readRows(warehouse.client, `${done.Id}:4`)).toEqual([texts.flatMap((text) => [text, text, text])]);
      }),
      { numRuns: 60 },
    );
  });

  it('divides DECIMALs exactly, to the scale of the formula', async () => {
    const operand = fc.record({
      precision: fc.integer({ min: 1, max: 18 }),
      digits: fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
      scale: fc.integer({ min: 0, max: 10 }),
    });
    await fc.assert(
      fc.asyncProperty(operand, operand, async (a, b) => {
        const [p1, p2] = [Math.max(a.precision, a.scale), Math.max(b.precision, b.scale)].map((p) =>
          Math.max(p, 1),
        ) as [number, number];
        const x = a.digits % 10n ** BigInt(p1);
        const y = b.digits % 10n ** BigInt(p2);
        fc.pre(y !== 0n);
        let scale = Math.max(4, a.scale + p2 - b.scale + 1);
        let precision = p1 - a.scale + b.scale + scale;
        if (precision > 38) [precision, scale] = [38, Math.max(38 + scale - precision, 4)];
        const shift = scale - a.scale + b.scale;
        const quotient = shift >= 0 ? (x * 10n ** BigInt(shift)) / y : x / (y * 10n ** BigInt(-shift));
        const sql = `select '${write(x, a.scale)}'::decimal(${p1},${a.scale}) / '${write(y, b.scale)}'::decimal(${p2},${b.scale})`;
        expect(await warehouse.query(sql)).toEqual([[write(quotient, scale)]]);
      }),
      { numRuns: 100 },
    );
  });

  it('never lets an exact number become a floating point one or wrap around', async () => {
    const nines = '9'.repeat(36);
    const big = `(select ${nines}.99::decimal(38,2) as a union all select ${nines}.99) x`;
    expect(await warehouse.errorOf(`select sum(a) from ${big}`)).toContain('Numeric data overflow (addition)');
    expect(await warehouse.errorOf(`select a + a from ${big}`)).toContain('Numeric data overflow');
    expect(await warehouse.errorOf(`select a * 2 from ${big}`)).toContain('Numeric data overflow');
    expect(await warehouse.errorOf('select 1::decimal(38,20) * 1::decimal(38,20)')).toContain('would have scale 40');
    expect(await warehouse.errorOf('select 2147483647 + 1')).toContain('Overflow (addition)');
    expect(
      await warehouse.errorOf(
        "select sum(x::bigint)::bigint from (select '9223372036854775807' as x union all select '1') y",
      ),
    ).toContain('out of range');
    expect(await warehouse.errorOf('insert into numbers (d) values (1000)')).toContain('Numeric data overflow');
    expect(await warehouse.errorOf('insert into numbers (a) values (40000)')).toContain('out of range');
    expect(await warehouse.run('insert into numbers (a, b, d) values (1.5, 2.4, 9.995)')).toBe(1);
    expect(await warehouse.query('select a, b, d from numbers where c is null')).toEqual([[2, 2, '10.00']]);
    expect(await warehouse.query('select sum(x) / 3 from (select 10.00::decimal(18,2) as x) y')).toEqual([['3.3333']]);
  });

  it.each([
    'select 1 / 0',
    'select 1.5 / 0',
    'select 1::float8 / 0',
    'select 5 % 0',
    'select a / (b - b) from numbers where b = 2',
  ])('fails on %s', async (sql) => {
    await warehouse.run('insert into numbers values (1, 2, 3, 4)');
    expect(await warehouse.errorOf(sql)).toContain('Divide by zero');
  });

  const fitting: [name: string, value: string][] = [
    ['six letters', 'abcdef'],
    ['two Hangul syllables of three bytes', '한글'],
    ['an emoji of four bytes', '😀ab'],
    ['a text of blanks', '   '],
  ];
  it.each(fitting)('stores %s in VARCHAR(6)', async (_, value) => {
    await warehouse.run('insert into texts (v) values (:v)', { v: value });
    expect(await warehouse.query('select v, octet_length(v) from texts where v = :v', { v: value })).toEqual([
      [value, Buffer.byteLength(value)],
    ]);
    await warehouse.run('delete from texts');
  });

  it('cuts blanks that do not fit, and nothing else', async () => {
    await warehouse.run("insert into texts (v) values ('abcde     ')");
    expect(await warehouse.query('select v from texts')).toEqual([['abcde ']]);
    for (const value of ['abcdefg', '한글이', '😀😀']) {
      const bytes = Buffer.byteLength(value);
      const message = `value too long for type character varying(6): column "v" takes 6 bytes, the value has ${bytes}`;
      expect(await warehouse.errorOf('insert into texts (v) values (:v)', { v: value })).toContain(message);
      expect(await warehouse.errorOf('insert into texts (v) select x from (select :v as x) y', { v: value })).toContain(
        message,
      );
      expect(await warehouse.errorOf('update texts set v = :v', { v: value })).toContain(message);
      const merge = `merge into texts using s on texts.v = s.v when matched then update set v = s.w when not matched then insert (v) values (s.w)`;
      const batch = await warehouse.batch(
        ['create temp table s (v varchar(6), w varchar(20))', "insert into s values ('x', :v)", merge],
        { v: value },
      );
      expect(batch.Error).toContain(message);
      const like = await warehouse.batch(['create temp table s (like texts)', 'insert into s (v) values (:v)'], {
        v: value,
      });
      expect(like.Error).toContain(message);
    }
    await warehouse.run('delete from texts');
  });

  it('takes into CHAR(n) only what it need not pad', async () => {
    await warehouse.run("insert into texts (c) values ('abc')");
    expect(await warehouse.errorOf("insert into texts (c) values ('ab')")).toContain('does not pad');
    expect(await warehouse.errorOf("insert into texts (c) values ('한')")).toContain('does not pad');
    await warehouse.run('delete from texts');
  });

  it('knows the length of what a query makes', async () => {
    await warehouse.run("create table made as select v || 'x' as a, v as b, 'abc' as c, left(v, 2) as d from texts");
    const lengths =
      "select column_name, character_maximum_length from svv_columns where table_name = 'made' order by 1";
    expect(await warehouse.query(lengths)).toEqual([
      ['a', 7],
      ['b', 6],
      ['c', 3],
      ['d', 6],
    ]);
  });

  it('checks texts whose length nobody knows', async () => {
    await warehouse.run('create table longest (v varchar(max))');
    expect(await warehouse.run("insert into longest values (lpad('x', 65535))")).toBe(1);
    expect(await warehouse.errorOf("insert into longest values (lpad('x', 65536, 'y'))")).toContain(
      'takes 65535 bytes',
    );
    // U+023A has two bytes, its small letter three.
    expect(await warehouse.errorOf("insert into texts (v) values (lower('ȺȺȺ'))")).toContain('the value has 9');
  });

  const texts: [string, unknown][] = [
    ["'1'::int", 1],
    ["' -12 '::int", -12],
    ["'1.10'::decimal(18,2)", '1.10'],
    ["'1e3'::float8", 1000],
    ["'t'::bool", true],
    ["'2024-02-29'::date", '2024-02-29'],
    ["'2024-02-29T10:00:00.5'::timestamp", '2024-02-29 10:00:00.5'],
    ['12::varchar(20)', '12'],
    ['1.50::varchar(10)', '1.50'],
    ["cast(date '2024-01-01' as varchar(10))", '2024-01-01'],
  ];
  it.each(texts)('casts %s', async (expression, value) => {
    expect(await warehouse.query(`select ${expression}`)).toEqual([[value]]);
  });

  // The same from a column, where the value is known only at run time.
  const casts: [text: string, type: string, expected: unknown][] = [
    ['1', 'int', 1],
    ['1.5', 'int', /invalid input syntax for integer: "1.5"/],
    ['', 'int', /invalid input syntax for integer: ""/],
    ['99999999999', 'int', /INT32|out of range/],
    ['1.1', 'decimal(18,2)', '1.10'],
    ['1.123', 'decimal(18,2)', /not certain how Redshift reads this as numeric\(18,2\): "1.123"/],
    ['2024-02-29', 'date', '2024-02-29'],
    ['29.02.2024', 'date', /not certain how Redshift reads this as date/],
    ['2024-02-29 10:00', 'timestamp', '2024-02-29 10:00:00'],
    ['yes', 'bool', /invalid input syntax for boolean/],
    ['1.5e1', 'float8', 15],
  ];
  it.each(casts)('casts a column of %s to %s', async (text, type, expected) => {
    const sql = `select x::${type} from (select concat(:v, '') as x) y`;
    const values = text === '' ? undefined : { v: text };
    const query = text === '' ? sql.replace(':v', "''") : sql;
    if (expected instanceof RegExp) expect(await warehouse.errorOf(query, values)).toMatch(expected);
    else expect(await warehouse.query(query, values)).toEqual([[expected]]);
  });
});

/** Kinds of expressions, so that most random ones are well typed. */
type Kind = 'int' | 'num' | 'float' | 'text' | 'date' | 'time' | 'bool';
const kinds: Kind[] = ['int', 'num', 'float', 'text', 'date', 'time', 'bool'];

const leaves: Record<Kind, string[]> = {
  int: ['i', 's', 'b', '1', '-3', '0'],
  num: ['n', 'm', '2.50', '-0.001'],
  float: ['f', 'r', '1.5::float8'],
  text: ['t', "'a'", "'7'", "''", "'한글'"],
  date: ['d', "date '2020-02-29'"],
  time: ['ts', "timestamp '2020-01-01 00:00:01'"],
  bool: ['ok', 'true', 'false'],
};

/** Templates by the kind they make; `<int>` and the like stand for expressions, `<same>` and `<any>` for any kind. */
const templates: Record<Kind, string[]> = {
  int: [
    '(<int> + <int>)',
    '(<int> / <int>)',
    '(<int> % <int>)',
    'abs(<int>)',
    'len(<text>)',
    'datediff(month, <date>, <time>)',
    'extract(dow from <time>)',
    '(<date> - <date>)',
    'cast(round(<num>) as int)',
    'strpos(<text>, <text>)',
    'cast(<text> as bigint)',
    'datediff(week, <date>, <time>)',
    "regexp_count(<text>, '[a-z]')",
    "regexp_instr(<text>, '1', 1, 1)",
    'ascii(<text>)',
    'round(<int>, -1)',
    'trunc(<int>, -1)',
    'cast(<num> as int)',
    'avg(<int>) over (partition by ok)',
  ],
  num: [
    '(<num> + <int>)',
    '(<num> * <num>)',
    '(<int> / <num>)',
    '(<num> % <int>)',
    'round(<num>, 1)',
    'trunc(<num>, 1)',
    'ceil(<num>)',
    'abs(<num>)',
    'sign(<num>)',
    'cast(<num> as decimal(38,10))',
    'cast(round(<float>, 2) as decimal(18,2))',
    'cast(<num> as decimal(18,1))',
    'round(<num>, -1)',
    'trunc(<num>, -1)',
    'avg(<num>) over (partition by ok)',
    'median(<num>) over (partition by ok)',
    'percentile_cont(0.25) within group (order by <int>) over (partition by ok)',
    'percentile_disc(0.25) within group (order by <num>) over ()',
  ],
  float: [
    '(<float> * <num>)',
    '(<float> / <int>)',
    'sqrt(<num>)',
    'round(<float>, 2)',
    'power(<int>, 2)',
    'cast(<num> as float8)',
    'months_between(<date>, <time>)',
    'stddev_samp(<num>) over (partition by ok)',
    'median(<float>) over ()',
  ],
  text: [
    '(<text> || <any>)',
    'upper(<text>)',
    'substring(<text>, <int>, 2)',
    "lpad(<text>, 5, 'x')",
    "split_part(<text>, '-', 1)",
    'cast(<text> as varchar(3))',
    "to_char(<time>, 'YYYY-MM-DD')",
    "to_char(<time>, 'Month Day IW Q')",
    "to_char(<int>, '999,990.00')",
    "regexp_substr(<text>, '[0-9]+')",
    "regexp_replace(<text>, '[0-9]', 'x')",
    'initcap(<text>)',
    'chr(<int>)',
    "json_extract_path_text(<text>, 'a', true)",
    'cast(<int> as varchar(20))',
  ],
  date: ['(<date> + 1)', 'last_day(<time>)', 'trunc(<time>)', 'cast(<time> as date)'],
  time: [
    'dateadd(year, s, <date>)',
    "date_trunc('month', <date>)",
    'add_months(<date>, 1)',
    "convert_timezone('Asia/Seoul', <time>)",
    "(<time> + interval '1 day')",
    "(<time> at time zone 'UTC' at time zone 'Asia/Seoul')",
  ],
  bool: [
    '(<num> < <int>)',
    '(<text> = <text>)',
    '(<bool> and <bool>)',
    'not <bool>',
    '(<any> is null)',
    '(<bool> is not true)',
    '(<int> between <int> and <num>)',
    '(<text> in (<text>, null))',
    '(<text> like <text>)',
    'exists (select 1 from x y where y.i = x.i)',
  ],
};
const forAny = [
  'case when <bool> then <same> else <same> end',
  'coalesce(<same>, null, <same>)',
  'nullif(<same>, <same>)',
  'decode(<int>, <int>, <same>, <same>)',
  'nvl2(<any>, <same>, <same>)',
  'lag(<same>) over (partition by ok order by i)',
  'nth_value(<same>, 2) over (order by i, b rows between unbounded preceding and unbounded following)',
];

/** A source of random numbers in [0, 1) that gives the same ones for the same seed. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A random query over the table x(i, s, b, n, m, f, r, t, d, ts, ok). */
export function randomQuery(random: () => number): string {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const expression = (kind: Kind, depth: number): string => {
    if (depth === 0) return random() < 0.05 ? 'null' : pick(leaves[kind]);
    const template = pick(random() < 0.7 ? templates[kind] : forAny);
    return template.replace(/<(\w+)>/g, (_, name: string) => {
      const of = name === 'same' ? kind : name === 'any' ? pick(kinds) : (name as Kind);
      return expression(of, depth - 1);
    });
  };
  const kind = pick(kinds);
  const value = expression(kind, 1 + Math.floor(random() * 3));
  const other = expression(kind, 1);
  return pick([
    `select ${value} as v from x`,
    `select distinct ${value} as v from x order by v desc`,
    `select any_value(${other}) as v, count(*) from x group by rollup (${other}, ok)`,
    `select listagg(distinct ${other}, ',') within group (order by ${other}) as v from x`,
    `select ${value} as v from x union select ${other} from x order by 1`,
    `with c (p) as (select ${value} from x) select a.p, count(*) from c a left join c b on a.p = b.p group by a.p order by 2`,
    `select a.v from (select ${value} as v, i from x) a join x b on a.i = b.i limit 2`,
  ]);
}

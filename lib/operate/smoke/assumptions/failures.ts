import { classifyFailure } from '../../../stages/warehouse/classify-failure.ts';
import type { Assumption, Check } from '../assumption.ts';
import { answers, fails } from '../checks.ts';
import { runBatch } from '../run-statements.ts';
import { apiReference, developerGuide, inferred } from '../sources.ts';

const ledger = 'create temp table ledger (run_id varchar(80) not null)';
const notLoaded = `select cast(case when count(*) = 0 then '0' else 'check failed: already_loaded' end as integer) as already_loaded
  from ledger`;
const counted = `select cast(case when count(*) = 0 then '0' else 'check failed: smoke_rule ' || count(*)::varchar end as integer) as smoke_rule
  from ledger`;

/** How the product itself takes the failure of the last statement. */
function takenFor(...sqls: string[]): Check {
  return async (bench) => {
    const described = await runBatch(bench, sqls);
    const { cause, text } = classifyFailure(described);
    return { found: { status: described.Status ?? '', cause }, evidence: text };
  };
}

/** Whether the error of the failed statement, which is the last, shows these words. */
function failureShows(words: string, ...sqls: string[]): Check {
  return async (bench) => {
    const { Status = '', SubStatements, Error: error } = await runBatch(bench, sqls);
    const shown = SubStatements?.at(-1)?.Error ?? error ?? '';
    return { found: { status: Status, shown: shown.includes(words) }, evidence: shown };
  };
}

const digits = (column: string, sql: string): string[] => [
  `create temp table t (${column})`,
  `insert into t values ${sql}`,
];

/** How statements fail, and how the product reads it. */
export const failures: Assumption[] = [
  {
    name: 'check-that-fails',
    says: 'a cast of a text to integer fails at run time, over rows of a table too; the product takes it for the check it is',
    source: developerGuide('CAST', 'r_CAST_function'),
    check: takenFor(ledger, "insert into ledger values ('a')", notLoaded),
  },
  {
    name: 'check-text-is-shown',
    says: "the failed cast's error shows the text: rule and count",
    source: inferred(
      'the text names the value; compute nodes may cut it, which is why the failed statement is named too',
    ),
    check: failureShows('check failed: smoke_rule 2', ledger, "insert into ledger values ('a'), ('b')", counted),
  },
  {
    name: 'check-that-passes',
    says: 'the same cast gives 0 when nothing is wrong: only the branch that is taken is cast',
    source: developerGuide('CASE', 'r_CASE_function'),
    check: answers(ledger, notLoaded),
  },
  {
    name: 'missing-table-fails',
    says: 'SQL that cannot run is taken at submission and fails when it runs',
    source: apiReference('DescribeStatement'),
    check: fails('select 1', 'select a from paylake_smoke_no_such_table'),
  },
  {
    name: 'not-null-is-enforced',
    says: 'NULL in a NOT NULL column fails the statement',
    source: developerGuide('Table constraints', 't_Defining_constraints'),
    check: fails(...digits('a int not null', '(null)')),
  },
  {
    name: 'keys-are-not-enforced',
    says: 'a primary key is not enforced: the same key stands twice, so the checks of a load must look',
    source: developerGuide('Table constraints', 't_Defining_constraints'),
    check: answers(...digits('a int not null, primary key (a)', '(1), (1)'), 'select count(*) as n from t'),
  },
  {
    name: 'varchar-counts-bytes',
    says: 'VARCHAR(n) counts bytes: two Hangul syllables fill VARCHAR(6)',
    source: developerGuide('Character types', 'r_Character_types'),
    check: answers(
      ...digits('a varchar(6)', "('한글')"),
      'select a, octet_length(a) as bytes, len(a) as letters from t',
    ),
  },
  {
    name: 'varchar-too-long-fails',
    says: 'a longer text fails, nothing is cut',
    source: developerGuide('Character types', 'r_Character_types'),
    check: fails(...digits('a varchar(6)', "('한글이')")),
  },
  {
    name: 'decimal-too-large-fails',
    says: 'a number with more digits than its column has fails, nothing is cut',
    source: developerGuide('Numeric types', 'r_Numeric_types201'),
    check: fails(...digits('a decimal(18, 2)', '(10000000000000000.00)')),
  },
  {
    name: 'sum-overflow-fails',
    says: 'a sum beyond 38 digits fails, it does not wrap around or become a float',
    source: developerGuide('Computations with numeric values', 'r_numeric_computations201'),
    check: fails(
      ...digits('a decimal(38, 2)', `(${'9'.repeat(36)}.99), (${'9'.repeat(36)}.99)`),
      'select sum(a) as total from t',
    ),
  },
  {
    name: 'merge-of-two-matches-fails',
    says: 'MERGE fails when a row of the target matches two rows of the source',
    source: developerGuide('MERGE', 'r_MERGE'),
    check: fails(
      'create temp table target (a int, b int)',
      'create temp table source (a int, b int)',
      'insert into target values (1, 0)',
      'insert into source values (1, 1), (1, 2)',
      `merge into target using source on target.a = source.a
        when matched then update set b = source.b when not matched then insert (a, b) values (source.a, source.b)`,
    ),
  },
];

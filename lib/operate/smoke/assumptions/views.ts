import type { Assumption, Check } from '../assumption.ts';
import { tableOf } from '../bench.ts';
import { answers, failureOf } from '../checks.ts';
import { readRows, runBatch } from '../run-statements.ts';
import { developerGuide, inferred } from '../sources.ts';

/** The views stay in one batch with their end, so that nothing of them is left behind. */
const views: Check = async (bench) => {
  const table = tableOf(bench, 'viewed');
  const [low, high] = [`${table}_low`, `${table}_high`];
  const sqls = [
    `create table ${table} (id int, amount decimal(18, 2))`,
    `insert into ${table} values (1, 10.00), (2, 2.50)`,
    `create view ${low} as with cheap as (select * from ${table} where amount < 5) select * from cheap`,
    `create view ${high} (n, total) as select count(*), sum(amount) from ${low}`,
    `alter table ${table} add column note varchar(3)`,
    `create or replace view ${low} as select id, amount from ${table}`,
    `select n, total, (select count(*) from ${low}) as again from ${high}`,
    `drop table ${table} cascade`,
  ];
  const described = await runBatch(bench, sqls);
  if (described.Status !== 'FINISHED') return failureOf(described);
  return { found: await readRows(bench, `${described.Id}:7`) };
};

const replaced: Check = async (bench) => {
  const view = `${tableOf(bench, 'replaced')}_view`;
  return failureOf(
    await runBatch(bench, [`create view ${view} as select 1 as a`, `create or replace view ${view} as select 1 as b`]),
  );
};

const depended: Check = async (bench) => {
  const table = tableOf(bench, 'depended');
  return failureOf(
    await runBatch(bench, [
      `create table ${table} (a int)`,
      `create view ${table}_view as select a from ${table}`,
      `drop table ${table}`,
    ]),
  );
};

const made = 'it takes an admin and roles of its own; local/test/redshift-data/access.test.ts holds the endpoint to it';

/** Views, MERGE from what is no table, and who may what. */
export const viewsAndSources: Assumption[] = [
  {
    name: 'views',
    says: 'views with WITH and over views answer in the batch that makes them; a star stands for the columns of that moment; CASCADE drops them with their table',
    source: developerGuide('CREATE VIEW', 'r_CREATE_VIEW'),
    check: views,
  },
  {
    name: 'replaced-view-keeps-its-columns',
    says: 'CREATE OR REPLACE VIEW fails when a column gets another name',
    source: developerGuide('CREATE VIEW', 'r_CREATE_VIEW'),
    check: replaced,
  },
  {
    name: 'views-hold-their-tables',
    says: 'a table that a view reads cannot be dropped without CASCADE',
    source: developerGuide('DROP TABLE', 'r_DROP_TABLE'),
    check: depended,
  },
  {
    name: 'merge-from-a-subquery',
    says: 'MERGE takes a subquery with an alias as its source',
    source: inferred(
      'the page on MERGE said until 2024 that the source cannot be a view or a subquery, and no longer does; its syntax shows a table',
    ),
    check: answers(
      'create temp table t (id int, amount decimal(18, 2))',
      'insert into t values (1, 10.00)',
      `merge into t using (select 1 as id, 2.50::decimal(18, 2) as amount union all select 2, 0.05) as s on t.id = s.id
        when matched then update set amount = t.amount + s.amount
        when not matched then insert (id, amount) values (s.id, s.amount)`,
      'select id, amount from t order by id',
    ),
  },
  {
    name: 'view-reads-as-its-owner',
    says: 'who may read a view needs no right on what lies below it; its owner does',
    source: inferred('PostgreSQL does so; the page on GRANT says that rights on a view are none on its tables'),
    unchecked: made,
  },
  {
    name: 'changing-needs-select',
    says: 'UPDATE, DELETE and MERGE need SELECT on their target besides',
    source: developerGuide('GRANT', 'r_GRANT'),
    unchecked: made,
  },
  {
    name: 'assumerole-of-roles',
    says: 'PUBLIC may use every IAM role for COPY and UNLOAD until revoke assumerole on all from public for all; then a database role can be granted it',
    source: developerGuide('Usage notes for granting the ASSUMEROLE privilege', 'r_GRANT-usage-notes'),
    unchecked: `${made}. Whether GRANT takes a role there, as REVOKE does, the pages of 2023 do not say`,
  },
  {
    name: 'masks-of-the-caller',
    says: "masking policies count for the caller's roles, also below a view, before any condition; PUBLIC is the admin too; a constant is cast, and a mask's type and length fit its column",
    source: developerGuide('Dynamic data masking', 't_ddm'),
    unchecked: made.replace('access.test.ts', 'masking.test.ts'),
  },
];

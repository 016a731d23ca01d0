import { classifyFailure } from '../../../stages/warehouse/classify-failure.ts';
import type { Assumption, Check } from '../assumption.ts';
import { type Bench, tableOf } from '../bench.ts';
import { answers, failureOf } from '../checks.ts';
import { type Described, readRows, runBatch, settle, submit } from '../run-statements.ts';
import { apiReference, developerGuide, inferred, managementGuide } from '../sources.ts';

const failing = "select cast('check failed: smoke' as integer) as smoke";

async function make(bench: Bench, name: string, columns: string): Promise<string> {
  const table = tableOf(bench, name);
  await mustFinish(bench, [`create table ${table} (${columns})`]);
  return table;
}

async function mustFinish(bench: Bench, sqls: string[]): Promise<Described> {
  const described = await runBatch(bench, sqls);
  if (described.Status === 'FINISHED') return described;
  throw new Error(`${sqls.at(-1)}: ${described.Error}`);
}

async function countOf(bench: Bench, table: string): Promise<number> {
  const { Id } = await mustFinish(bench, [`select count(*) as n from ${table}`]);
  return Number((await readRows(bench, `${Id}:1`)).rows[0]?.[0]);
}

const rollsBackRows: Check = async (bench) => {
  const table = await make(bench, 'rolled_back', 'a int');
  const described = await runBatch(bench, [`insert into ${table} values (1)`, failing]);
  return { found: { ...Object(failureOf(described).found), rowsLeft: await countOf(bench, table) } };
};

const rollsBackDefinitions: Check = async (bench) => {
  const table = tableOf(bench, 'never_made');
  await runBatch(bench, [`create table ${table} (a int)`, failing]);
  return failureOf(await runBatch(bench, [`select a from ${table}`]));
};

const forgetsTempTables: Check = async (bench) => {
  await mustFinish(bench, ['create temp table only_here as select 1 as a']);
  const again = await runBatch(bench, ['create temp table only_here as select 2 as a', 'select a from only_here']);
  const gone = await runBatch(bench, ['select a from only_here']);
  return {
    found: { again: again.Status ?? '', gone: gone.Status ?? '' },
    ...(again.Error && { evidence: again.Error }),
  };
};

const namesTheFailed: Check = async (bench) => {
  const described = await runBatch(bench, ['select 1 as a', failing, 'select 3 as c']);
  const { SubStatements = [], Error: error = '' } = described;
  return {
    found: {
      status: described.Status ?? '',
      statements: SubStatements.map(({ Status = '', Error: own }) => ({ status: Status, hasError: Boolean(own) })),
      failedSql: SubStatements.find(({ Status }) => Status === 'FAILED')?.QueryString ?? null,
      hasError: error !== '',
    },
    evidence: error,
  };
};

/** Two loads at once: the second waits for the lock, sees what the first committed, and fails its ledger check. */
const locks: Check = async (bench) => {
  const table = await make(bench, 'ledger', 'run_id varchar(80) not null');
  const load = [
    `lock ${table}`,
    `select cast(case when count(*) = 0 then '0' else 'check failed: already_loaded' end as integer) as already_loaded from ${table}`,
    `insert into ${table} values ('run')`,
  ];
  const ids = [await submit(bench, load), await submit(bench, load)];
  const ended = await Promise.all(ids.map((id) => settle(bench, id)));
  const failed = ended.filter(({ Status }) => Status !== 'FINISHED');
  return {
    found: {
      statuses: ended.map(({ Status = '' }) => Status).sort(),
      causes: failed.map((described) => classifyFailure(described).cause),
      rows: await countOf(bench, table),
    },
    evidence: failed.map(({ Error: error }) => error).join('; '),
  };
};

/** Transactions that change the same row at once; some may fail, but only so that the product tries again. */
const conflicts: Check = async (bench) => {
  const table = await make(bench, 'contended', 'a int, b int');
  await mustFinish(bench, [`insert into ${table} values (1, 0)`]);
  const change = [`select sum(b) as before from ${table}`, `update ${table} set b = b + 1 where a = 1`];
  const ids = await Promise.all([1, 2, 3, 4].map(() => submit(bench, change)));
  const ended = await Promise.all(ids.map((id) => settle(bench, id)));
  const failed = ended.filter(({ Status }) => Status !== 'FINISHED');
  const unknown = failed.filter((described) => classifyFailure(described).cause !== 'transient');
  const { Id } = await mustFinish(bench, [`select b from ${table}`]);
  const done = Number((await readRows(bench, `${Id}:1`)).rows[0]?.[0]);
  return {
    found: { notTakenForTransient: unknown.length, lostUpdates: ended.length - failed.length - done },
    evidence: failed.map(({ Error: error }) => error).join('; '),
  };
};

/** What a batch is: one transaction, in order, alone. */
export const transactions: Assumption[] = [
  {
    name: 'batch-in-order',
    says: 'statements of a batch run in order in one session: later ones see the changes and temporary tables of earlier ones',
    source: apiReference('BatchExecuteStatement'),
    check: answers(
      'create temp table t (a int)',
      'insert into t values (1), (2)',
      'delete from t where a = 1',
      'select sum(a) as total, count(*) as n from t',
    ),
  },
  {
    name: 'batch-rolls-back-rows',
    says: 'one failed statement rolls back the rows that the batch wrote',
    source: apiReference('BatchExecuteStatement'),
    check: rollsBackRows,
  },
  {
    name: 'batch-rolls-back-tables',
    says: 'it rolls back the tables that the batch created, so that a migration is all or nothing',
    source: apiReference('BatchExecuteStatement'),
    check: rollsBackDefinitions,
  },
  {
    name: 'temp-tables-end-with-the-batch',
    says: 'a temporary table is gone after its batch; the next batch may create the same one',
    source: managementGuide('Considerations when calling the Data API', 'data-api'),
    check: forgetsTempTables,
  },
  {
    name: 'failed-statement-is-named',
    says: 'of a failed batch one statement is FAILED, with its SQL and error; those before are FINISHED, those after ABORTED',
    source: inferred('the reference names the states, not which statement gets which'),
    check: namesTheFailed,
  },
  {
    name: 'lock-comes-before-the-snapshot',
    says: 'LOCK as first statement makes a second load wait, and then see what the first committed',
    source: developerGuide('LOCK', 'r_LOCK'),
    check: locks,
  },
  {
    name: 'conflicts-are-transient',
    says: 'transactions that collide without a lock finish, or fail in words the product takes for a transient failure; no update is lost',
    source: developerGuide('Serializable isolation', 'c_serial_isolation'),
    check: conflicts,
  },
  {
    name: 'lock-privilege',
    says: 'INSERT and UPDATE on a table are enough for LOCK',
    source: inferred("PostgreSQL asks for it; Redshift's page on LOCK is silent"),
    unchecked:
      "the load's own role does it on every day that is run: the day of the smoke test, where there is a generator",
  },
  {
    name: 'database-roles-by-tag',
    says: 'a function with the tag RedshiftDbRoles works as that database role, and grants on a schema hold for it',
    source: managementGuide('Federated permissions with database roles', 'redshift-iam-access-federated-db-roles'),
    unchecked: 'it takes roles of its own; the day of the smoke test loads and exports as these roles',
  },
  {
    name: 'migrations-as-admin',
    says: 'create schema, create role, grants and create table run in a batch, as the admin of the managed secret',
    source: developerGuide('CREATE ROLE', 'r_CREATE_ROLE'),
    unchecked: 'every deploy does it and fails when it cannot; there are no rights here to do it again',
  },
];

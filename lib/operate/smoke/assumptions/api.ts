import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
} from '@aws-sdk/client-redshift-data';
import type { Assumption, Check } from '../assumption.ts';
import { tableOf } from '../bench.ts';
import { answers, errorOf, refuses } from '../checks.ts';
import { readRows, runBatch, settle, submit } from '../run-statements.ts';
import { apiReference, inferred, managementGuide } from '../sources.ts';

/** The same batch twice under one token, the second time when the first has ended; and what became of its row. */
const sameToken: Check = async (bench) => {
  const table = tableOf(bench, 'tokens');
  await runBatch(bench, [`create table ${table} (a int)`]);
  const ClientToken = randomUUID();
  const insert = [`insert into ${table} values (1)`];
  const first = await submit(bench, insert, { ClientToken });
  const whileItRuns = await submit(bench, insert, { ClientToken });
  await settle(bench, first);
  const after = await submit(bench, insert, { ClientToken });
  const { Id } = await runBatch(bench, [`select count(*) as n from ${table}`]);
  const rows = (await readRows(bench, `${Id}:1`)).rows[0]?.[0] ?? null;
  return { found: { sameIdWhileItRuns: whileItRuns === first, sameIdAfter: after === first, rows } };
};

const tokenOfFailed: Check = async (bench) => {
  const ClientToken = randomUUID();
  const failing = ["select cast('smoke' as integer) as smoke"];
  const first = await submit(bench, failing, { ClientToken });
  await settle(bench, first);
  return { found: { sameId: (await submit(bench, failing, { ClientToken })) === first } };
};

const tokenOfAnother: Check = async (bench) => {
  const ClientToken = randomUUID();
  await settle(bench, await submit(bench, ['select 1 as a'], { ClientToken }));
  return errorOf(() => submit(bench, ['select 2 as a'], { ClientToken }));
};

const unknownStatement: Check = async ({ client }) =>
  errorOf(() => client.send(new DescribeStatementCommand({ Id: randomUUID() })));

const noResult: Check = async (bench) => {
  const { Id } = await runBatch(bench, ['create temp table t (a int)', 'insert into t values (1)']);
  return errorOf(() => bench.client.send(new GetStatementResultCommand({ Id: `${Id}:2` })));
};

const description: Check = async (bench) => {
  const {
    Id,
    HasResultSet,
    SubStatements = [],
    Duration = 0,
    Error: error,
  } = await runBatch(bench, [
    'create temp table t as select 1 as a union all select 2',
    'insert into t values (3), (4), (5)',
    'update t set a = 0 where a > 2',
    'delete from t where a = 1',
    'select a from t',
  ]);
  return {
    found: {
      ids: SubStatements.map(({ Id: own }, at) => own === `${Id}:${at + 1}`).every(Boolean),
      hasResultSet: HasResultSet ?? null,
      hasDuration: Duration > 0,
      statements: SubStatements.map((statement) => [
        statement.Status ?? '',
        statement.ResultRows ?? null,
        statement.HasResultSet ?? null,
      ]),
    },
    ...(error && { evidence: error }),
  };
};

/** One statement by itself, as `query` sends it: its rows stand under its own id. */
const single: Check = async (bench) => {
  const { client, where } = bench;
  const { Id = '' } = await client.send(
    new ExecuteStatementCommand({ ...where, Sql: "select 1 as a, 'x'::varchar(3) as b" }),
  );
  const { Status = '', HasResultSet = null, Error: evidence } = await settle(bench, Id);
  if (evidence) return { found: { status: Status }, evidence };
  return { found: { status: Status, hasResultSet: HasResultSet, ...(await readRows(bench, Id)) } };
};

/** Every state a batch is seen in on its way. */
const states: Check = async (bench) => {
  const Id = await submit(bench, ['create temp table t as select 1 as a', 'select a from t']);
  const seen: string[] = [];
  do {
    const { Status = '' } = await bench.client.send(new DescribeStatementCommand({ Id }));
    seen.push(Status);
    await sleep(bench.pollMilliseconds / 5);
  } while (['SUBMITTED', 'PICKED', 'STARTED'].includes(seen.at(-1) ?? ''));
  return { found: { end: seen.at(-1) ?? '' }, evidence: seen.join(' ') };
};

const longName: Check = async (bench) => {
  const StatementName = `_runs/${'x'.repeat(200)}/load.json`;
  return { found: (await settle(bench, await submit(bench, ['select 1 as a'], { StatementName }))).Status ?? '' };
};

const fortyStatements = Array.from({ length: 40 }, (_, at) => `select ${at} as a`);

/** What the Data API itself does. */
export const api: Assumption[] = [
  {
    name: 'token-runs-once',
    says: 'a batch sent again with its ClientToken gives the id of the first and runs once',
    source: apiReference('BatchExecuteStatement'),
    check: sameToken,
  },
  {
    name: 'token-of-a-failed-batch',
    says: 'the token of a batch that failed gives the failed one: to run it again takes another token',
    source: inferred('follows from the idempotency of the token'),
    check: tokenOfFailed,
  },
  {
    name: 'token-of-another-batch',
    says: 'a token that comes with other SQL is refused',
    source: inferred('the page says nothing; the product never does it'),
    check: tokenOfAnother,
  },
  {
    name: 'token-after-eight-hours',
    says: 'a token is remembered for eight hours; beyond that the ledger check answers',
    source: managementGuide('Considerations when calling the Data API', 'data-api'),
    unchecked: 'it takes eight hours',
  },
  {
    name: 'statement-is-described',
    says: 'parts have the ids uuid:n, their state, and rows returned or changed; of a table created the rows are those it got',
    source: apiReference('DescribeStatement'),
    check: description,
  },
  {
    name: 'single-statement',
    says: 'a statement sent by itself has its rows under its own id',
    source: apiReference('ExecuteStatement'),
    check: single,
  },
  {
    name: 'states',
    says: 'a batch is SUBMITTED, PICKED, STARTED and at last FINISHED, FAILED or ABORTED: any other state would be taken for under way',
    source: apiReference('DescribeStatement'),
    check: states,
  },
  {
    name: 'unknown-statement',
    says: 'a statement that is not known is ResourceNotFoundException',
    source: apiReference('DescribeStatement'),
    check: unknownStatement,
  },
  {
    name: 'statement-without-result',
    says: 'the result of a statement that has none is ResourceNotFoundException, as that of an expired one is taken to be',
    source: apiReference('GetStatementResult'),
    check: noResult,
  },
  {
    name: 'results-after-a-day',
    says: 'results and statements are kept for 24 hours',
    source: managementGuide('Considerations when calling the Data API', 'data-api'),
    unchecked: 'it takes a day',
  },
  {
    name: 'forty-statements',
    says: 'a batch takes 40 statements',
    source: apiReference('BatchExecuteStatement'),
    check: answers(...fortyStatements),
  },
  {
    name: 'forty-one-statements',
    says: 'and not 41',
    source: apiReference('BatchExecuteStatement'),
    check: refuses([...fortyStatements, 'select 40 as a']),
  },
  {
    name: 'sql-of-100-kb',
    says: 'the SQL of a batch is at most 100 KB in all',
    source: managementGuide('Considerations when calling the Data API', 'data-api'),
    check: refuses(Array.from({ length: 4 }, () => `select '${'x'.repeat(26_000)}' as a`)),
  },
  {
    name: 'empty-parameter',
    says: 'an empty parameter is refused',
    source: apiReference('SqlParameter'),
    check: refuses(['select :a as a'], { Parameters: [{ name: 'a', value: '' }] }),
  },
  {
    name: 'parameter-nobody-uses',
    says: 'a parameter that no statement uses is refused',
    source: apiReference('BatchExecuteStatement'),
    check: refuses(['select 1 as a'], { Parameters: [{ name: 'b', value: 'x' }] }),
  },
  {
    name: 'statement-name',
    says: 'a statement may be named like a key of the lake',
    source: apiReference('BatchExecuteStatement'),
    check: longName,
  },
  {
    name: 'active-statements',
    says: 'at most 200 statements of a workgroup wait or run; more are ActiveStatementsExceededException, which is tried again',
    source: managementGuide('Quotas and limits', 'amazon-redshift-limits'),
    unchecked: 'it would disturb what else the workgroup does',
  },
  {
    name: 'result-limits',
    says: 'a result has at most 500 MB, a row 64 KB',
    source: managementGuide('Troubleshooting issues for Data API', 'data-api-troubleshooting'),
    unchecked: 'the product asks for counts and single rows; what a person asks with `query` may fail there as here',
  },
  {
    name: 'sessions-csv-auto-commit',
    says: 'sessions, CSV results and AUTO_COMMIT batches are refused locally',
    source: apiReference('ExecuteStatement'),
    unchecked: 'the product uses none of them',
  },
];

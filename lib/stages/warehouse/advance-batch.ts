import { createHash } from 'node:crypto';
import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  type DescribeStatementResponse,
} from '@aws-sdk/client-redshift-data';
import { PaylakeError } from '../../errors.ts';
import { type Bucket, getJson, isErrorNamed, putJson } from '../../lake/objects.ts';
import { classifyError } from '../../runtime/classify-error.ts';
import { classifyFailure } from './classify-failure.ts';
import type { Batch, Warehouse } from './warehouse.ts';

/** What is known of a batch; written before it is submitted, so that a crash in between re-attaches to it. */
export type BatchState = { owner: string; attempt: number; clientToken: string; statementId?: string };

/** Of a batch that runs: how many of its statements are done. */
export type Statements = { done: number; of: number };

/** `finished` carries the batch's statement id; its n-th statement's rows stand under `<id>:<n>`. */
export type BatchProgress =
  | { status: 'running'; statements?: Statements }
  | { status: 'finished'; statementId: string; already: boolean };

const attempts = 3;
const forgotten = { cause: 'transient', text: 'the statement is no longer known' } as const;

/**
 * Moves a batch one step on and says where it is: submits it, or looks what became of it. Safe to call again at any time, by
 * whomever: the same ClientToken never runs twice within eight hours, and beyond that the batch's own ledger check
 * answers `already_loaded`, which counts as finished. Transient failures are submitted again, others throw; another
 * execution (`owner`) that comes upon a failed batch tries it anew, since its cause may be mended.
 */
export async function advanceBatch(
  warehouse: Warehouse,
  silver: Bucket,
  stateKey: string,
  batch: Batch,
  owner: string,
): Promise<BatchProgress> {
  const tokenOf = (by: string, attempt: number): string =>
    createHash('sha256')
      .update(JSON.stringify([stateKey, batch, by, attempt]))
      .digest('hex');
  const tryAgain = async (attempt: number): Promise<BatchProgress> => {
    const state: BatchState = { owner, attempt, clientToken: tokenOf(owner, attempt) };
    await putJson(silver, stateKey, state);
    return submit(warehouse, silver, stateKey, batch, state);
  };
  const known = await getJson<BatchState>(silver, stateKey);
  if (!known) return tryAgain(1);
  const state = known.value;
  if (!state.statementId) {
    // Whether it was submitted is not known: the same token finds out. A batch that has changed since (a deploy in between)
    // is another request and has a token of its own; what ran of the old one stands in the ledger.
    const isSame = state.clientToken === tokenOf(state.owner, state.attempt);
    return isSame ? submit(warehouse, silver, stateKey, batch, state) : tryAgain(1);
  }
  const found = await describe(warehouse, state.statementId);
  if (found?.Status === 'FINISHED') return { status: 'finished', statementId: state.statementId, already: false };
  if (found && !['FAILED', 'ABORTED'].includes(found.Status ?? ''))
    return { status: 'running', statements: countDone(found) };
  const failure = found ? classifyFailure(found) : forgotten;
  if (failure.cause === 'already-loaded') {
    return { status: 'finished', statementId: state.statementId, already: true };
  }
  if (state.owner !== owner) return tryAgain(1);
  if (failure.cause === 'disk-full') throw classifyError(new Error(failure.text));
  if (failure.cause === 'broken') {
    const next = 'this step changed nothing in the warehouse; mend the cause and run the same command again';
    throw new PaylakeError('internal', failure.text, next);
  }
  if (state.attempt >= attempts) throw new PaylakeError('transient', failure.text, 'run the same command again');
  return tryAgain(state.attempt + 1);
}

function countDone({ SubStatements = [] }: DescribeStatementResponse): Statements {
  return { done: SubStatements.filter(({ Status }) => Status === 'FINISHED').length, of: SubStatements.length };
}

async function submit(
  { client, workgroup, database }: Warehouse,
  silver: Bucket,
  stateKey: string,
  { statements, parameters }: Batch,
  state: BatchState,
): Promise<BatchProgress> {
  const { Id } = await client.send(
    new BatchExecuteStatementCommand({
      WorkgroupName: workgroup,
      Database: database,
      Sqls: statements,
      ...(parameters.length > 0 && { Parameters: parameters }),
      ClientToken: state.clientToken,
      StatementName: stateKey,
    }),
  );
  await putJson(silver, stateKey, { ...state, statementId: Id });
  return { status: 'running' };
}

async function describe({ client }: Warehouse, id: string): Promise<DescribeStatementResponse | undefined> {
  try {
    return await client.send(new DescribeStatementCommand({ Id: id }));
  } catch (error) {
    // Forgotten after a day, or submitted under a role that is gone: the ledger knows what became of it.
    const unknown = ['ResourceNotFoundException', 'AccessDeniedException', 'ValidationException'];
    if (unknown.some((name) => isErrorNamed(error, name))) return undefined;
    throw error;
  }
}

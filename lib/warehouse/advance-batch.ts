import { createHash } from 'node:crypto';
import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  type DescribeStatementResponse,
} from '@aws-sdk/client-redshift-data';
import { PaylakeError } from '../errors.ts';
import { type Bucket, getJson, isErrorNamed, putJson } from '../lake/objects.ts';
import { classifyError } from '../runtime/classify-error.ts';
import type { Batch, Warehouse } from './warehouse.ts';

/** What is known of a batch; written before it is submitted, so that a crash in between re-attaches to it. */
export type BatchState = { owner: string; attempt: number; clientToken: string; statementId?: string };

/** `finished` carries the batch's statement id; its n-th statement's rows stand under `<id>:<n>`. */
export type BatchProgress = { status: 'running' } | { status: 'finished'; statementId: string; already: boolean };

const attempts = 3;

/**
 * Moves a batch one step on and says where it is: submits it, or looks what became of it. Safe to call again at any time, by
 * whomever: the same ClientToken never runs twice within eight hours, and beyond that the batch's own ledger check
 * answers `already_loaded`, which counts as finished. Failures of the weather are submitted again, others throw; another
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
  if (found && !['FAILED', 'ABORTED'].includes(found.Status ?? '')) return { status: 'running' };
  const failure = found ? describeFailure(found) : 'the statement is no longer known';
  if (found && isAlreadyLoaded(found)) return { status: 'finished', statementId: state.statementId, already: true };
  if (state.owner !== owner) return tryAgain(1);
  if (/disk (is )?full/i.test(failure)) throw classifyError(new Error(failure));
  if (found && !isWeather(found, failure)) {
    const next = 'nothing was changed in the warehouse; mend the cause and run the same command again';
    throw new PaylakeError('internal', failure, next);
  }
  if (state.attempt >= attempts) throw new PaylakeError('transient', failure, 'run the same command again');
  return tryAgain(state.attempt + 1);
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

/**
 * Whether it was the ledger check that failed, by its cast: any other failure of that statement says nothing of the ledger. What
 * of the cast's text compute nodes show is not certain, so its usual words count too.
 */
function isAlreadyLoaded({ SubStatements, Error: error }: DescribeStatementResponse): boolean {
  const failed = SubStatements?.find(({ Status }) => Status === 'FAILED');
  const isCheck = failed?.QueryString?.includes('already_loaded') ?? false;
  return (
    isCheck && /check failed: already_loaded|invalid digit|invalid input syntax/i.test(failed?.Error ?? error ?? '')
  );
}

/** The error and the statement it came from, so that a failed check is named though its rollback took the evidence. */
function describeFailure({ Error: error, Status, SubStatements }: DescribeStatementResponse): string {
  const failed = SubStatements?.find(({ Status }) => Status === 'FAILED');
  const statement = failed?.QueryString?.replace(/\s+/g, ' ').slice(0, 160);
  return `the warehouse batch ${Status}: ${failed?.Error ?? error ?? 'no reason given'}${statement ? ` in: ${statement}` : ''}`;
}

/** Serialisation violations (1023), lost connections and cancelled statements say nothing about the data. */
function isWeather({ Status }: DescribeStatementResponse, failure: string): boolean {
  return Status === 'ABORTED' || /\b1023\b|serializable isolation|connection lost|could not connect/i.test(failure);
}

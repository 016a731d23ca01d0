import type { BatchExecuteStatementCommandInput } from '@aws-sdk/client-redshift-data';
import type { Check, Observed } from './assumption.ts';
import { type Described, readRows, runBatch, submit } from './run-statements.ts';

/** The last of these statements, run as one batch, answers so: columns with their types, rows. */
export function answers(...sqls: string[]): Check {
  return async (bench) => {
    const described = await runBatch(bench, sqls);
    if (described.Status !== 'FINISHED') return failureOf(described);
    return { found: await readRows(bench, `${described.Id}:${sqls.length}`) };
  };
}

/** These statements, run as one batch, fail, and at this one (counted from 1). */
export function fails(...sqls: string[]): Check {
  return async (bench) => failureOf(await runBatch(bench, sqls));
}

/** The API refuses the request itself, under this name. */
export function refuses(sqls: string[], more: Partial<BatchExecuteStatementCommandInput> = {}): Check {
  return async (bench) => errorOf(() => submit(bench, sqls, more));
}

/** How a batch ended: status and, of one that failed, at which statement (counted from 1). */
export function failureOf({ Status, Error: error, SubStatements }: Described): Observed {
  const at = (SubStatements ?? []).findIndex((statement) => statement.Status === 'FAILED');
  return {
    found: { status: Status ?? '', failedAt: at < 0 ? null : at + 1 },
    ...(error && { evidence: SubStatements?.[at]?.Error ?? error }),
  };
}

/** The name of the error a call is answered with; null when it is not. */
export async function errorOf(call: () => Promise<unknown>): Promise<Observed> {
  try {
    await call();
    return { found: { error: null } };
  } catch (error) {
    if (!(error instanceof Error) || /^AccessDenied/.test(error.name)) throw error;
    return { found: { error: error.name }, evidence: error.message };
  }
}

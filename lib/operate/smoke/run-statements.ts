import { setTimeout as sleep } from 'node:timers/promises';
import {
  BatchExecuteStatementCommand,
  type BatchExecuteStatementCommandInput,
  type ColumnMetadata,
  DescribeStatementCommand,
  type DescribeStatementResponse,
  type Field,
  paginateGetStatementResult,
} from '@aws-sdk/client-redshift-data';
import { toParameters } from '../../stages/warehouse/warehouse.ts';
import type { Json } from './assumption.ts';
import type { Bench } from './bench.ts';
import { NotAsked } from './not-asked.ts';

export type Described = DescribeStatementResponse;

/** Submits a batch, as the product does; gives its id. */
export async function submit(
  { client, where }: Bench,
  Sqls: string[],
  more: Partial<BatchExecuteStatementCommandInput> = {},
): Promise<string> {
  const { Id } = await client.send(new BatchExecuteStatementCommand({ ...where, Sqls, ...more }));
  return Id ?? '';
}

/** Waits for the end of a batch, whatever it is; a missing right in the database leaves the check unasked. */
export async function settle({ client, pollMilliseconds }: Bench, Id: string): Promise<Described> {
  for (;;) {
    const described = await client.send(new DescribeStatementCommand({ Id }));
    if (['FINISHED', 'FAILED', 'ABORTED'].includes(described.Status ?? '')) return requireRights(described);
    await sleep(pollMilliseconds);
  }
}

/** Runs a batch to its end. */
export async function runBatch(
  bench: Bench,
  sqls: string[],
  parameters: Record<string, string> = {},
): Promise<Described> {
  const Parameters = toParameters(parameters);
  return settle(bench, await submit(bench, sqls, Parameters.length > 0 ? { Parameters } : {}));
}

function requireRights(described: Described): Described {
  const error = described.Error ?? '';
  if (!/permission denied|not authorized to|must be owner|does not have ASSUMEROLE/i.test(error)) return described;
  throw new NotAsked(`the database user of these credentials lacks a right: ${error}`);
}

/** All rows of a finished statement, values as the product reads them; columns as `name type`. */
export async function readRows({ client }: Bench, Id: string): Promise<{ columns: string[]; rows: Json[][] }> {
  const columns: string[] = [];
  const rows: Json[][] = [];
  for await (const page of paginateGetStatementResult({ client }, { Id })) {
    if (columns.length === 0) columns.push(...(page.ColumnMetadata ?? []).map(describeColumn));
    rows.push(...(page.Records ?? []).map((record) => record.map(toJson)));
  }
  return { columns, rows };
}

function describeColumn({ label, name, typeName, precision, scale }: ColumnMetadata): string {
  const digits = typeName === 'numeric' ? `(${precision},${scale})` : '';
  return `${label ?? name} ${typeName}${digits}`;
}

function toJson(field: Field): Json {
  return field.stringValue ?? field.longValue ?? field.doubleValue ?? field.booleanValue ?? null;
}

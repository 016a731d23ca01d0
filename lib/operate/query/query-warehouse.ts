import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ColumnMetadata,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  type Field,
  GetStatementResultCommand,
  type GetStatementResultCommandOutput,
  type RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import { PaylakeError } from '../../errors.ts';
import { toParameters } from '../../stages/warehouse/warehouse.ts';
import type { Target } from '../targets/target.ts';
import { keepDigits } from './keep-digits.ts';
import { toReadingStatement } from './to-reading-statement.ts';

/** Amounts, dates and instants are text, and so is a whole number beyond 2^53: a double would round it. */
export type Value = string | number | boolean | null;
export type Answer = { columns: { name: string; type: string }[]; rows: Value[][] };

/** An answer whose rows come page by page, so that no more than one of them is in memory. */
export type OpenAnswer = Pick<Answer, 'columns'> & { total: number; pages: AsyncIterable<Value[][]> };

/** All of a small answer: what our own commands ask. */
export async function queryWarehouse(target: Target, sql: string): Promise<Answer> {
  const { columns, pages } = await openAnswer(target, sql);
  const rows: Value[][] = [];
  for await (const page of pages) rows.push(...page);
  return { columns, rows };
}

/** `query`: one reading statement in the warehouse, with the values of its `:parameters`; resolves when it has run. */
export async function openAnswer(
  { warehouse, pollMilliseconds }: Target,
  sql: string,
  parameters: Record<string, string> = {},
): Promise<OpenAnswer> {
  const { client, workgroup, database } = warehouse;
  const Sql = toReadingStatement(sql);
  const Parameters = toParameters(parameters);
  const { Id = '' } = await client.send(
    new ExecuteStatementCommand({
      WorkgroupName: workgroup,
      Database: database,
      Sql,
      ...(Parameters.length > 0 && { Parameters }),
    }),
  );
  for (;;) {
    const { Status, Error: message, HasResultSet } = await client.send(new DescribeStatementCommand({ Id }));
    if (Status === 'ABORTED')
      throw new PaylakeError('transient', `the query was stopped: ${message}`, 'run the same command again');
    if (Status === 'FAILED') throw new PaylakeError('usage', `the query failed: ${message}`, 'mend the query');
    if (Status === 'FINISHED' && !HasResultSet) return { columns: [], total: 0, pages: noPages() };
    if (Status === 'FINISHED') break;
    await sleep(Math.min(pollMilliseconds, 1000) / 4);
  }
  const first = await readPage(client, Id);
  async function* readPages(): AsyncGenerator<Value[][]> {
    for (let page = first; ; page = await readPage(client, Id, page.NextToken)) {
      yield (page.Records ?? []).map((record) => record.map(toValue));
      if (!page.NextToken) return;
    }
  }
  const columns = (first.ColumnMetadata ?? []).map(toColumn);
  return { columns, total: first.TotalNumRows ?? 0, pages: readPages() };
}

/** One page, its whole numbers exact. */
function readPage(
  client: RedshiftDataClient,
  Id: string,
  NextToken?: string,
): Promise<GetStatementResultCommandOutput> {
  return client.send(keepDigits(new GetStatementResultCommand({ Id, NextToken })));
}

async function* noPages(): AsyncGenerator<Value[][]> {}

function toColumn({ label, name, typeName }: ColumnMetadata): Answer['columns'][number] {
  return { name: label ?? name ?? '', type: typeName ?? '' };
}

function toValue(field: Field): Value {
  const value = field.stringValue ?? field.longValue ?? field.doubleValue ?? field.booleanValue ?? null;
  // JSON knows no such number, and would say null.
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ColumnMetadata,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  type Field,
  paginateGetStatementResult,
} from '@aws-sdk/client-redshift-data';
import { PaylakeError } from '../errors.ts';
import type { Target } from './target.ts';

export type Answer = { columns: { name: string; type: string }[]; rows: (string | number | boolean | null)[][] };

/** `query`: one reading statement in the warehouse. Amounts, dates and instants come as text. */
export async function queryWarehouse({ warehouse, pollMilliseconds }: Target, sql: string): Promise<Answer> {
  const statement = sql.trim().replace(/;\s*$/, '');
  refuseWriting(statement);
  const { client, workgroup, database } = warehouse;
  const submitted = await client.send(
    new ExecuteStatementCommand({ WorkgroupName: workgroup, Database: database, Sql: statement }),
  );
  const Id = submitted.Id ?? '';
  for (;;) {
    const { Status, Error: message, HasResultSet } = await client.send(new DescribeStatementCommand({ Id }));
    if (Status === 'FAILED' || Status === 'ABORTED') {
      throw new PaylakeError('usage', `the query ${Status.toLowerCase()}: ${message}`, 'mend the query');
    }
    if (Status === 'FINISHED' && !HasResultSet) return { columns: [], rows: [] };
    if (Status === 'FINISHED') break;
    await sleep(Math.min(pollMilliseconds, 1000) / 4);
  }
  const answer: Answer = { columns: [], rows: [] };
  for await (const page of paginateGetStatementResult({ client }, { Id })) {
    if (answer.columns.length === 0) answer.columns.push(...(page.ColumnMetadata ?? []).map(toColumn));
    answer.rows.push(...(page.Records ?? []).map((record) => record.map(toValue)));
  }
  return answer;
}

/** The door is for reading; what a person may read is the database's own business. */
function refuseWriting(statement: string): void {
  const words = statement.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--.*|\/\*[\s\S]*?\*\//g, ' ').toLowerCase();
  const isReading = /^\s*(select|with|show)\b/.test(words) && !/\binto\b|;/.test(words);
  const writes = /\b(insert|update|delete|merge|truncate|drop|alter|create|grant|revoke|copy|unload|call)\b/.exec(
    words,
  )?.[0];
  if (isReading && !writes) return;
  throw new PaylakeError(
    'usage',
    `query only reads${writes ? `, it does not ${writes}` : ''}`,
    'start with select or with, one statement',
  );
}

function toColumn({ label, name, typeName }: ColumnMetadata): Answer['columns'][number] {
  return { name: label ?? name ?? '', type: typeName ?? '' };
}

function toValue(field: Field): string | number | boolean | null {
  return field.stringValue ?? field.longValue ?? field.doubleValue ?? field.booleanValue ?? null;
}

import { type Field, GetStatementResultCommand } from '@aws-sdk/client-redshift-data';
import { runKey } from '../../lake/keys.ts';
import { type Bucket, putJson } from '../../lake/objects.ts';
import type { Restatement } from '../../run/records.ts';
import type { Warehouse } from './warehouse.ts';

/** Writes down which sums of closed dates a run changed, as `read_restatement.sql` answered; nothing where it changed none. */
export async function keepRestatement(
  { client }: Warehouse,
  silver: Bucket,
  { runId, statementId }: { runId: string; statementId: string },
): Promise<void> {
  const restated: Restatement[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new GetStatementResultCommand({ Id: statementId, NextToken }));
    restated.push(...(page.Records ?? []).map(toRestatement));
    NextToken = page.NextToken;
  } while (NextToken);
  if (restated.length > 0) await putJson(silver, runKey(runId, 'restatement'), restated);
}

function toRestatement(record: readonly Field[]): Restatement {
  const [date = '', mart = '', measure = '', unit = '', before = '', after = ''] = record.map(
    ({ stringValue }) => stringValue,
  );
  return { date, mart, measure, unit, before, after };
}

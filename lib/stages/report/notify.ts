import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Restatement, RunReport } from '../../run/records.ts';
import { sayRestated } from '../../run/say-restated.ts';
import { toCommand } from '../../run/to-command.ts';

/** The alert topic and the client that reaches it. */
export type AlertTopic = { client: SNSClient; arn: string };

/** Sends the one message of a run that a person should know about: what happened, what to do next, in which run and step. */
export async function notify(topic: AlertTopic, report: RunReport, step: string): Promise<void> {
  const range = report.from === report.to ? report.from : `${report.from} to ${report.to}`;
  await topic.client.send(
    new PublishCommand({
      TopicArn: topic.arn,
      // SNS takes up to 100 ASCII characters.
      Subject: `[paylake] ${report.dataset} ${range}: ${report.status}`.slice(0, 100),
      // SNS takes 256 KB.
      Message: composeMessage(report, step).slice(0, 60_000),
    }),
  );
}

/** Whether the run has something to say: silence would be a failure (law 10), and so would a message every day. */
export function isNoteworthy(report: RunReport): boolean {
  return (
    (report.restatements?.length ?? 0) > 0 || report.status !== 'succeeded' || report.checks.some((check) => !check.ok)
  );
}

/** What to do after a run that succeeded. */
function nextOf([first]: readonly Restatement[]): string {
  if (!first) return 'nothing has to be done now';
  return `tell finance; because of which rows: ${toCommand('explain', { mart: first.mart, date: first.date })}`;
}

/** The most important first: a telephone shows a few lines. */
function composeMessage({ status, error, checks, runId, paths, restatements = [] }: RunReport, step: string): string {
  // What blocked stands in the cause.
  const told = checks.filter((check) => !check.ok && !(error && check.severity === 'block'));
  return [
    `status: ${status}`,
    ...(error ? [`cause:  ${error.message}`] : []),
    `next:   ${error?.next ?? nextOf(restatements)}`,
    `run:    ${runId}`,
    `step:   ${step}`,
    `report: ${paths.report ?? '-'}`,
    ...sayRestated(restatements),
    ...told.map((check) => `${check.severity}:   ${check.name}: ${check.detail}`),
  ].join('\n');
}

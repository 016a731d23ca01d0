import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { RunReport } from '../run/records.ts';

/** The alert topic and the client that reaches it. */
export type AlertTopic = { client: SNSClient; arn: string };

/** Sends the one message of a run that a person should know about: what happened, in which run and step, what to do next. */
export async function notify(topic: AlertTopic, report: RunReport, step: string): Promise<void> {
  const range = report.from === report.to ? report.from : `${report.from} to ${report.to}`;
  const lines = [
    `run:    ${report.runId}`,
    `status: ${report.status}`,
    `step:   ${step}`,
    ...(report.error ? [`cause:  ${report.error.message}`] : []),
    ...report.checks.filter((check) => !check.ok).map((check) => `${check.severity}:   ${check.name}: ${check.detail}`),
    `next:   ${report.error?.next ?? 'nothing has to be done now'}`,
    `report: ${report.paths.report ?? '-'}`,
  ];
  await topic.client.send(
    new PublishCommand({
      TopicArn: topic.arn,
      // SNS takes up to 100 ASCII characters.
      Subject: `[paylake] ${report.dataset} ${range}: ${report.status}`.slice(0, 100),
      // SNS takes 256 KB.
      Message: lines.join('\n').slice(0, 60_000),
    }),
  );
}

/** Whether the run has something to say: silence would be a failure (law 10), and so would a message every day. */
export function isNoteworthy(report: RunReport): boolean {
  return report.status !== 'succeeded' || report.checks.some((check) => !check.ok);
}

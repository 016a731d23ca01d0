import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { lineageKey, runKey } from '../../lake/keys.ts';
import { type Bucket, getJson, isErrorNamed } from '../../lake/objects.ts';
import type { LineageReceiver } from '../../lineage/events/create-receiver.ts';
import type { RunEvent } from '../../lineage/events/openlineage.ts';
import { runEvents } from '../../lineage/events/run-events.ts';
import type { RunPlan, RunReport } from '../../run/records.ts';
import { postEvents } from './post-events.ts';
import { sayFailure } from './say-failure.ts';

/**
 * Says in OpenLineage how a run has ended: to the receiver, then beside the run record. A start is said once, also by a run that failed
 * and was finished later; an end that was said last is not said again. Lineage is told, not needed: what goes wrong is a warning.
 */
export async function writeEvents(
  silver: Bucket,
  report: RunReport,
  times: { startedAt: string; endedAt: string },
  receiver: LineageReceiver,
): Promise<void> {
  try {
    await sayEvents(silver, report, times, receiver);
  } catch (error) {
    receiver.warn(`no lineage was written of run ${report.runId}: ${error}; the run is not concerned`);
  }
}

async function sayEvents(
  silver: Bucket,
  report: RunReport,
  times: { startedAt: string; endedAt: string },
  { names, url, warn }: LineageReceiver,
): Promise<void> {
  const { runId, dataset } = report;
  const plan = await getJson<RunPlan>(silver, runKey(runId, 'plan'));
  const feeds = new Set(plan?.value.dates.flatMap(({ files }) => files.map(({ feed }) => feed)));
  const failure = sayFailure(report);
  const [start, end] = runEvents({ runId, dataset, feeds: [...feeds], ...times, failure }, names);
  const said = await readEvents(silver, lineageKey(runId));
  const events = [...(said.length === 0 ? [start] : []), ...(said.at(-1)?.eventType === end.eventType ? [] : [end])];
  if (events.length === 0) return;
  if (url !== '') await postEvents(url, events, warn);
  const Body = [...said, ...events].map((event) => `${JSON.stringify(event)}\n`).join('');
  await silver.s3.send(new PutObjectCommand({ Bucket: silver.name, Key: lineageKey(runId), Body }));
}

async function readEvents(silver: Bucket, Key: string): Promise<RunEvent[]> {
  try {
    const { Body } = await silver.s3.send(new GetObjectCommand({ Bucket: silver.name, Key }));
    const text = (await Body?.transformToString('utf-8')) ?? '';
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as RunEvent);
  } catch (error) {
    if (isErrorNamed(error, 'NoSuchKey')) return [];
    throw error;
  }
}

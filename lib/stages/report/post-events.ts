import type { RunEvent } from '../../lineage/events/openlineage.ts';

const timeoutMs = 5000;

/**
 * Posts events to a receiver of OpenLineage, one after another, five seconds each at most. Lineage is told, not needed: what goes wrong
 * is a warning, and what comes after it is not tried.
 */
export async function postEvents(
  url: string,
  events: readonly RunEvent[],
  warn: (message: string) => void,
): Promise<void> {
  for (const event of events) {
    const failure = await post(url, event);
    if (failure === undefined) continue;
    const host = new URL(url).host;
    warn(`lineage event ${event.eventType} did not reach ${host}: ${failure}; it stands beside the run record`);
    return;
  }
}

async function post(url: string, event: RunEvent): Promise<string | undefined> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(event),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body?.cancel();
    return answer.ok ? undefined : `it answered ${answer.status}`;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

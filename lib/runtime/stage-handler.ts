import { Logger } from '@aws-lambda-powertools/logger';
import { maskCardNumbers } from '../contracts/card-number.ts';
import { nextMark, PaylakeError } from '../errors.ts';
import type { StageName } from '../pipeline.ts';
import { classifyError } from './classify-error.ts';
import type { StageEvent } from './stage-event.ts';

/**
 * A Lambda handler around a stage: one log line when it starts and one when it ends, and errors under the names the state
 * machine's Retry knows. Logs carry ids and counts, never a row.
 */
export function stageHandler<Item, Result extends object>(
  stage: StageName,
  work: (event: StageEvent<Item>) => Promise<Result>,
): (event: StageEvent<Item>) => Promise<Result> {
  const logger = new Logger({ serviceName: `paylake-${stage}` });
  return async (event) => {
    const context = { execution: event.runId, run: event.run.runId, item: event.item };
    const started = Date.now();
    logger.info('started', context);
    try {
      const result = await work(event);
      logger.info('ended', { ...context, milliseconds: Date.now() - started });
      return result;
    } catch (error) {
      const failure = maskFailure(classifyError(error));
      logger.error('failed', { ...context, milliseconds: Date.now() - started, error: failure });
      throw withNextInMessage(failure);
    }
  };
}

/** An engine's message may quote a value (law 9), and goes into logs, history, report and alert. */
function maskFailure({ kind, name, message, next }: PaylakeError): PaylakeError {
  const masked = new PaylakeError(kind, maskCardNumbers(message), next);
  masked.name = name;
  return masked;
}

/** Step Functions passes on an error's name and message only. */
function withNextInMessage(failure: PaylakeError): PaylakeError {
  const thrown = new PaylakeError(failure.kind, `${failure.message}${nextMark}${failure.next}`, failure.next);
  thrown.name = failure.name;
  return thrown;
}

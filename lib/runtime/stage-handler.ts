import { Logger } from '@aws-lambda-powertools/logger';
import { maskCardNumbers } from '../contracts/card-number.ts';
import { PaylakeError } from '../errors.ts';
import type { StageName } from '../pipeline.ts';
import { classifyError } from './classify-error.ts';
import { measureUsage, type Spent } from './measure-usage.ts';
import type { Meter } from './meter.ts';
import { packFailure } from './pack-failure.ts';
import type { StageEvent } from './stage-event.ts';

/**
 * A Lambda handler around a stage: one log line when it starts and one when it ends, and errors under the names the state
 * machine's Retry knows. Logs carry ids and counts, never a row. What the invocation used is handed on with its answer, until
 * a report has written it down.
 */
export function stageHandler<Item, Result extends object>(
  stage: StageName,
  meter: Meter,
  work: (event: StageEvent<Item>, spent: Spent) => Promise<Result>,
): (event: StageEvent<Item>) => Promise<Result> {
  const logger = new Logger({ serviceName: `paylake-${stage}` });
  return async (event) => {
    const context = { execution: event.runId, run: event.run.runId, item: event.item };
    const started = Date.now();
    logger.info('started', context);
    const spent = measureUsage(stage, meter, event);
    const { usage: _usage, worked: _worked, ...run } = event.run;
    try {
      const result = await work({ ...event, run }, spent);
      logger.info('ended', { ...context, milliseconds: Date.now() - started });
      return stage === 'report' ? result : { ...result, usage: spent(answerOf(result)) };
    } catch (error) {
      const failure = maskFailure(classifyError(error));
      logger.error('failed', { ...context, milliseconds: Date.now() - started, error: failure });
      throw withNextInMessage(failure);
    }
  };
}

function answerOf(result: object): string {
  return 'next' in result ? String(result.next) : '';
}

/** An engine's message may quote a value (law 9), and goes into logs, history, report and alert. */
function maskFailure({ kind, name, message, advice }: PaylakeError): PaylakeError {
  const masked = new PaylakeError(kind, maskCardNumbers(message), advice);
  masked.name = name;
  return masked;
}

/** Step Functions passes on an error's name and message only. */
function withNextInMessage(failure: PaylakeError): PaylakeError {
  const thrown = new PaylakeError(failure.kind, packFailure(failure.message, failure.advice), failure.advice);
  thrown.name = failure.name;
  return thrown;
}

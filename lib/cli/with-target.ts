import { PaylakeError } from '../errors.ts';
import { connect } from '../operate/targets/connect.ts';
import type { Target } from '../operate/targets/target.ts';
import { renderAdvice } from '../run/render-advice.ts';
import { classifyError } from '../runtime/classify-error.ts';
import type { Common } from './command.ts';
import { notice } from './notice.ts';

/** Connects, works, lets go. `reads`: the work changes nothing, and may go on beside another command's. */
export async function withTarget<Result>(
  options: Common & { reads?: boolean },
  work: (target: Target) => Promise<Result>,
): Promise<Result> {
  const target = await connect({ ...options, wait: options.wait ?? false, notice });
  try {
    return await work(target);
  } catch (error) {
    const { kind, message, advice } = classifyError(error);
    const next = renderAdvice(advice, target.flags);
    if (target.isGuest && kind === 'transient') throw new HostGone(message, next);
    throw new PaylakeError(kind, message, next);
  } finally {
    await target.close();
  }
}

/** The process whose endpoints a reader used has ended. */
class HostGone extends PaylakeError {
  constructor(message: string, next: string) {
    super('transient', message, next);
  }
}

const readerTries = 4;

/** Reads from a target; once more, from what is there then, if the process that answered ended in the midst of it. */
export async function read<Result>(options: Common, work: (target: Target) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await withTarget({ ...options, reads: true }, work);
    } catch (error) {
      if (!(error instanceof HostGone) || attempt === readerTries) throw error;
    }
  }
}

import { createRequire, flushCompileCache } from 'node:module';
import { join } from 'node:path';

/*
 * The process a function runs in: loads the bundled handler named by its environment and answers events until the process that
 * started it is gone. Run as a program by `function-pool.ts`.
 */

type Invocation = { id: number; event: unknown };
/** What passes between processes and states. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Answer = {
  id: number;
  result?: Json;
  error?: { errorType: string; errorMessage: string; trace: string[] };
};

const [file = 'index', name = 'handler'] = (process.env._HANDLER ?? '').split('.');
const require = createRequire(join(process.env.LAMBDA_TASK_ROOT ?? '', 'index.js'));
type Handler = (event: unknown) => Promise<Json>;
let handler: Handler | undefined;

process.on('disconnect', () => process.exit(1));
// Ctrl-C reaches every process of the terminal: the one that started this decides.
process.on('SIGINT', () => undefined);
process.on('message', async ({ id, event }: Invocation) => {
  const answer: Answer = { id };
  try {
    // On Lambda an error while loading, such as a missing variable, is an error of the invocation too.
    handler ??= (require(`./${file}.js`) as Record<string, Handler>)[name];
    if (!handler) throw new Error(`${file}.js has no ${name}`);
    answer.result = await handler(event);
  } catch (error) {
    const { name: errorType, message: errorMessage, stack } = error instanceof Error ? error : new Error(String(error));
    answer.error = { errorType, errorMessage, trace: (stack ?? '').split('\n') };
  }
  process.send?.(answer);
  // By now: the process is ended without notice.
  flushCompileCache();
});

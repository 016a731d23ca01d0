import { enableCompileCache, registerHooks } from 'node:module';
import { keepAddresses } from './keep-addresses.ts';
import type { Outcome } from './paylake.ts';

/*
 * The process in which paylake.ts runs commands one after the other: each as bin/paylake.ts runs it, from its arguments to its exit
 * status, in a program that is loaded already and with functions that are warm. Run as a program by `warm-paylake.ts`.
 */

enableCompileCache();
process.on('disconnect', () => process.exit());
// Every command listens for signals and broken pipes as if it were the only one of its process.
for (const emitter of [process, process.stdout, process.stderr]) emitter.setMaxListeners(0);

const pool = new URL('../../local/lambda/function-pool.ts', import.meta.url).href;
const warmPool = new URL('./warm-function-pool.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    return found.url === pool && context.parentURL !== warmPool ? { ...found, url: warmPool } : found;
  },
});
const program = Promise.all([import('../../lib/cli/program.ts'), keepAddresses()]);

process.on('message', async (args: string[]) => {
  const [{ main }, fromTheFirst] = await program;
  fromTheFirst();
  const [stdout, stderr] = [process.stdout, process.stderr].map(collect) as [Collected, Collected];
  const status = await main(args);
  process.send?.({ status, stdout: stdout.end(), stderr: stderr.end() } satisfies Outcome);
});

type Collected = { end(): string };

/** Keeps what is written to a stream, until the end. */
function collect(stream: NodeJS.WriteStream): Collected {
  const pieces: Uint8Array[] = [];
  const { write } = stream;
  stream.write = (piece: string | Uint8Array, ...rest: unknown[]) => {
    pieces.push(typeof piece === 'string' ? Buffer.from(piece) : piece);
    const done = rest.at(-1);
    if (typeof done === 'function') process.nextTick(done);
    return true;
  };
  return {
    end: () => {
      stream.write = write;
      return Buffer.concat(pieces).toString();
    },
  };
}

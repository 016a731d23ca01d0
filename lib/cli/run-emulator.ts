import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { startEmulator } from '../../local/emulator/start-emulator.ts';
import { exitStatus } from '../errors.ts';
import { toCommand } from '../run/to-command.ts';
import { classifyError } from '../runtime/classify-error.ts';

const home = fileURLToPath(new URL('../../.emulator/home', import.meta.url));
/** A wait for the warehouse is 20 seconds on AWS; next door it answers at once. */
const waitScale = 0.02;

/** `npm run emulator`: the app deployed to an emulator; its servers keep the process alive. Gives the exit status. */
export async function runEmulator(args: readonly string[]): Promise<number> {
  const program = new Command('emulator')
    .description('Deploys the app to MiniStack, or to another AWS-compatible endpoint, and keeps it up until Ctrl-C.')
    .option('--endpoint <url>', 'deploy to this endpoint (LocalStack, ...) instead of a MiniStack of its own')
    .option('--warehouse-host <address>', 'address our Redshift Data API listens on', '127.0.0.1')
    .option('--warehouse-url <url>', "where the endpoint's functions find it, if they run in containers")
    .parse([...args], { from: 'user' });
  const { endpoint, warehouseHost, warehouseUrl } = program.opts<Record<string, string | undefined>>();
  const notice = (text: string): boolean => process.stderr.write(`  ${text}\n`);
  // What was started ends with the process; nothing is kept.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));
  rmSync(home, { recursive: true, force: true });
  try {
    const warehouse = warehouseUrl ? { host: warehouseHost ?? '', url: warehouseUrl } : undefined;
    const emulator = await startEmulator({ folder: home, notice, endpoint, warehouse, waitScale });
    for (const [name, value] of Object.entries(emulator.env)) process.stdout.write(`export ${name}=${value}\n`);
    notice(`up until Ctrl-C; logs are in ${home}. With these lines in another shell:`);
    notice(toCommand('demo', { target: 'emulator' }));
    return 0;
  } catch (error) {
    const { kind, message, next } = classifyError(error);
    process.stderr.write(`emulator: ${message}\nnext: ${next}\n`);
    return exitStatus[kind];
  }
}

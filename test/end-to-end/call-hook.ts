import { existsSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/*
 * Loaded into the command's process before the program (disturb.ts): counts the S3 and Data API calls that its endpoints get, and
 * at the n-th does what it was told. Calls, not milliseconds, so that a moment is the same one the next time.
 */
const { PAYLAKE_TEST_AT = '0', PAYLAKE_TEST_DO = '', PAYLAKE_TEST_FILE = '' } = process.env;
const emit: (this: Server, event: string, ...args: unknown[]) => boolean = Server.prototype.emit;
let calls = 0;

Server.prototype.emit = function (this: Server, event: string, ...args: unknown[]): boolean {
  const pass = (): boolean => emit.call(this, event, ...args);
  if (event !== 'request' || !isCounted(args[0] as IncomingMessage)) return pass();
  if (++calls !== Number(PAYLAKE_TEST_AT)) return pass();
  // The whole group, with the functions at work: what a person does, and what the kernel does when memory is gone.
  if (PAYLAKE_TEST_DO === 'kill') process.kill(-process.pid, 'SIGKILL');
  writeFileSync(PAYLAKE_TEST_FILE, '');
  if (PAYLAKE_TEST_DO === 'hold') void untilGone(PAYLAKE_TEST_FILE).then(pass);
  else pass();
  return true;
};

if (PAYLAKE_TEST_DO === 'count') process.once('exit', () => writeFileSync(PAYLAKE_TEST_FILE, String(calls)));

/** A look at how far something is does not count: there are as many of them as there is time. */
function isCounted({ headers, url = '' }: IncomingMessage): boolean {
  if (/DescribeStatement$/.test(String(headers['x-amz-target'])) || /progress(\/|%2F)/.test(url)) return false;
  return /\/(s3|redshift-data)\/aws4_request/.test(headers.authorization ?? '');
}

async function untilGone(path: string): Promise<void> {
  while (existsSync(path)) await pause(10);
}

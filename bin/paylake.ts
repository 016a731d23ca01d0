#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { reportError } from '../lib/cli/report-error.ts';
import { PaylakeError } from '../lib/errors.ts';

enableCompileCache();
const args = process.argv.slice(2);
try {
  const { main } = await import('../lib/cli/program.ts');
  process.exitCode = await main(args);
} catch (error) {
  // Feeds are checked as they are loaded: what is wrong with a declaration comes before any command.
  if (!(error instanceof PaylakeError)) throw error;
  process.exitCode = reportError(error, args.includes('--json'));
}

#!/usr/bin/env node
import { runEmulator } from '../lib/cli/run-emulator.ts';

process.exitCode = await runEmulator(process.argv.slice(2));

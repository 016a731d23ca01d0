import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { PaylakeError } from '../../errors.ts';
import { openAnswer } from '../../operate/query/query-warehouse.ts';
import { addCommand, type Common, usage } from '../command.ts';
import { printAnswer } from '../print-answer.ts';
import { read } from '../with-target.ts';
import { writeAnswer } from '../write-answer.ts';

type Options = Common & { file?: string; csv?: boolean };

export function addQuery(program: Command): void {
  addCommand(program, 'query', 'ask the warehouse (read-only); "show tables" lists what is there')
    .argument('[sql]', 'one select')
    .option('--file <file>', 'read the select from a file, - is stdin')
    .option('--csv', 'print CSV (RFC 4180) on stdout')
    .action(async (given: string | undefined, options: Options) => {
      const { file, csv, json } = options;
      if (csv && json) throw usage('--csv and --json do not go together');
      if ((given === undefined) === (file === undefined)) throw usage('query takes one sql text, or --file');
      const sql = given ?? readText(file ?? '');
      await read(options, async (target) => {
        const answer = await openAnswer(target, sql);
        if (csv || json) await writeAnswer(answer, csv ? 'csv' : 'json', process.stdout);
        else process.stdout.write(`${await printAnswer(answer)}\n`);
      });
    });
}

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new PaylakeError('usage', `${file} cannot be read (${reason})`, 'name a file with one select in it');
  }
}

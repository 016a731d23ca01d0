import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { PaylakeError } from '../../errors.ts';
import { findAnalysis, type KnownAnalysis, listAnalyses } from '../../operate/query/find-analysis.ts';
import { openAnswer } from '../../operate/query/query-warehouse.ts';
import { type PeopleRole, peopleRoles } from '../../operate/targets/target.ts';
import { addCommand, type Common, printOutcome, usage } from '../command.ts';
import { table } from '../print.ts';
import { printAnswer } from '../print-answer.ts';
import { read } from '../with-target.ts';
import { writeAnswer } from '../write-answer.ts';

type Options = Common & {
  as?: PeopleRole;
  file?: string;
  csv?: boolean;
  named?: string;
  set: Record<string, string>;
  list?: boolean;
};

export function addQuery(program: Command): void {
  addCommand(program, 'query', 'ask the warehouse (read-only); "show tables" lists what is there')
    .argument('[sql]', 'one select')
    .option('--file <file>', 'read the select from a file, - is stdin')
    .option('--named <name>', 'a named analysis (--list has them)')
    .option('--set <key=value>', 'a parameter of the analysis; may be repeated', collect, {})
    .option('--list', 'list the named analyses and their parameters')
    .option('--csv', 'print CSV (RFC 4180) on stdout')
    .addOption(new Option('--as <role>', 'ask as this role: an analyst sees identifiers masked').choices(peopleRoles))
    .action(async (given: string | undefined, options: Options) => {
      const { csv, json } = options;
      if (csv && json) throw usage('--csv and --json do not go together');
      if (options.list) {
        if (given !== undefined || csv || options.file !== undefined || options.named !== undefined)
          throw usage('--list stands alone, but for --json');
        return printAnalyses(options);
      }
      const { sql, parameters } = readQuestion(given, options);
      await read(options, async (target) => {
        const warehouse = options.as ? await target.warehouseAs(options.as) : target.warehouse;
        const answer = await openAnswer({ ...target, warehouse }, sql, parameters);
        if (csv || json) await writeAnswer(answer, csv ? 'csv' : 'json', process.stdout);
        else process.stdout.write(`${await printAnswer(answer)}\n`);
      });
    });
}

/** The select that is asked, from wherever it is given. */
function readQuestion(given: string | undefined, { file, named, set }: Options): ReturnType<typeof findAnalysis> {
  if ([given, file, named].filter((one) => one !== undefined).length !== 1)
    throw usage('query takes one of: an sql text, --file, --named');
  if (named !== undefined) return findAnalysis(named, set);
  if (Object.keys(set).length > 0) throw usage('--set goes with --named');
  return { sql: given ?? readText(file ?? ''), parameters: {} };
}

function collect(text: string, set: Record<string, string>): Record<string, string> {
  const [, key, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined) throw usage(`--set "${text}" is not KEY=VALUE`);
  return { ...set, [key]: value };
}

function printAnalyses(options: Common): void {
  const analyses = listAnalyses();
  printOutcome(options, { schema: 'paylake.analyses/1', analyses }, () =>
    table([
      ['name', 'parameters', 'dataset', 'says'],
      ...analyses.map(({ name, parameters, dataset, says }) => [
        name,
        parameters.map(describe).join(', '),
        dataset,
        says,
      ]),
    ]).join('\n'),
  );
}

function describe({ name, initial }: KnownAnalysis['parameters'][number]): string {
  return initial === undefined ? name : `${name}=${initial}`;
}

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new PaylakeError('usage', `${file} cannot be read (${reason})`, 'name a file with one select in it');
  }
}

import type { Observed } from './with-ministack.ts';

type Row = readonly [what: string, local: string, emulator: string, aws: string];

/** What is held by a test says where: end-to-end is test/end-to-end, suite is test/emulator. */
const capabilities: readonly Row[] = [
  ['`cdk bootstrap` and `cdk deploy --all` of the app', 'never: the template is read', 'proven (suite)', 'not yet'],
  [
    'Silver bytes, verdicts, checks, marts of runs and backfills',
    'proven (end-to-end)',
    'proven: equal to the local target (suite)',
    'not yet',
  ],
  [
    'redelivered file, blocked day, `--plan`, `explain`, `status`, `query`',
    'proven (end-to-end)',
    'proven (suite)',
    'not yet',
  ],
  ['the machine, from its start to each of its ends', 'proven (end-to-end)', 'proven (suite)', 'not yet'],
  [
    'two runs at once: one works, one is locked',
    'proven (lease), one working command a home, readers beside it',
    'proven (suite)',
    'not yet',
  ],
  [
    'what is left by a kill is finished by the next run',
    'proven (end-to-end)',
    'proven: emulator stopped and killed (suite)',
    'not yet',
  ],
  ['messages of the alert topic', 'proven: files', 'proven: received from a queue (suite)', 'not yet'],
  [
    'a deploy over an older one keeps data and migrations',
    'a new template, same home; no test',
    'proven (suite)',
    'not yet',
  ],
  ['`cdk destroy --all` leaves nothing but the bootstrap', 'never', 'proven (suite), with buckets mended', 'not yet'],
  ['a protected stack refuses `cdk destroy`', 'never', 'proven (suite)', 'not yet; that of prod is, on the template'],
  ["logs in the app's own log groups", 'files in `logs/`', 'proven (suite)', 'not yet'],
  [
    'a schedule starts the machine with the role of the daily one',
    'never',
    'proven: a one-time copy (suite)',
    'not yet',
  ],
  [
    'the daily cron, its time zone, its `<aws.scheduler.scheduled-time>`',
    'never',
    'never: always UTC, not filled in',
    'only there; on the template',
  ],
  [
    'Redshift SQL, COPY, UNLOAD, Data API',
    'our endpoint',
    'our endpoint, called by deployed functions',
    'not yet: `paylake smoke` asks ([assumptions](assumptions.md))',
  ],
  [
    'database roles, grants, masking policies',
    "checked by our endpoint, by the template's tags",
    'never: callers have no names',
    'only there',
  ],
  [
    'Redshift Serverless: network, admin secret, encryption',
    'never',
    'never: not deployed',
    'only there; on the template',
  ],
  ['IAM, bucket and key policies', 'calls are recorded', 'never: not enforced', 'only there'],
  ['TLS, KMS, lifecycle, access logs', 'never', 'never: taken and ignored', 'only there; on the template'],
  [
    'alarms',
    'never',
    'created, not fired; without `RunFailed` (metric math) and those of schedules, which are off',
    'only there; on the template',
  ],
  ['time limits of functions', 'proven (below)', 'proven (below)', 'not yet'],
  ['memory and `/tmp` of functions, arm64 bundles, X-Ray', 'never', 'never', 'only there'],
];

/** docs/targets.md. */
export function renderTargets({ s3, states }: Record<'s3' | 'states', readonly Observed[]>): string {
  const rows = (observed: readonly Observed[]): Row[] =>
    observed.map(({ name, isAlike }) => [name, 'proven', isAlike ? 'proven' : 'otherwise', 'not yet']);
  const alike = (observed: readonly Observed[]): string =>
    `${observed.filter(({ isAlike }) => isAlike).length} of ${observed.length} alike`;
  return `# What is proven where

*Local* is \`npx paylake\` without \`--target\`; *emulator* is MiniStack 1.5.33, held by \`npm run test:emulator\`; *AWS* is an account: nothing has been run there yet. *Never* means that the target cannot show it.
Any other endpoint (LocalStack) has not been run. The tables of S3 and Step Functions are observed: \`node test/emulator/write-page.ts\` writes this page, and the suite compares it.

## The product

${table(['what', 'local', 'emulator', 'AWS'], capabilities)}

## S3

The conformance checks of the local target (local/test/s3/conformance), against MiniStack: ${alike(s3)}. What differs
there the product does not use, or uses where it makes no difference to what is tested.

${table(['check', 'local', 'emulator', 'AWS'], rows(s3))}

## Step Functions

What the product's machine and its commands rely on (local/test/states/conformance), against MiniStack with error
names mended: ${alike(states)}. What differs there: a hung execution is not ended by the machine's own time limit, the progress
of a stage's items is not shown, a start repeated while its execution runs is refused, and a name of other characters
is not; the commands make a new name for each start.

${table(['check', 'local', 'emulator', 'AWS'], rows(states))}
`;
}

function table(head: Row, rows: readonly Row[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

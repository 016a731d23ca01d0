import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import type { DayReport, Failure, JudgedCheck, RunPlan } from '../../lib/run/records.ts';
import { explainBlock } from '../../lib/stages/report/explain-block.ts';

const s3 = new S3Client({ region: 'ap-northeast-2' });
const buckets = { bronze: { s3, name: 'bronze' }, silver: { s3, name: 'silver' } };
const date = '2025-09-10';
const file = `transactions/ingest_date=${date}/one.ndjson`;
const plan: RunPlan = {
  runId: 'r-1',
  dataset: 'transactions',
  from: date,
  to: date,
  accept: [],
  missing: [],
  dates: [
    {
      ingestDate: date,
      fingerprint: 'f',
      files: [{ key: file, size: 1, feed: 'transactions' }],
      released: false,
      derive: true,
    },
  ],
};
const days: DayReport[] = [
  {
    ingestDate: date,
    rows: { in: 300, loaded: 250, duplicate: 9, superseded: 0, quarantined: 40, held: 1 },
    money: {},
    measures: {},
    unparseableAmounts: 0,
  },
];
const failure = (changes: Partial<Failure> = {}): Failure => ({
  column: 'ingest_date',
  date,
  inputs: 'f',
  detail: `${date}: 40 of 300 rows quarantined`,
  examples: [1, 2, 3, 4].map((line) => ({ file, line, reason: 'invalid:amount', raw: `{"amount":"t${line}"}` })),
  setAside: 'quarantine',
  ...changes,
});
const blocked = (name: string, ...failures: Failure[]): JudgedCheck => ({
  name,
  severity: 'block',
  ok: false,
  detail: 'all of it',
  failures,
});
const explained = (...checks: JudgedCheck[]): { lines: string[]; next: string[] } => {
  const { kind, message, next } = explainBlock(checks, plan, days, { ...buckets, flags: ' --home h' });
  expect(kind).toBe('blocked');
  return { lines: message.split('\n'), next: next.split('\n') };
};

test('rule and numbers first, three examples, where the rows are, and the ways to go on', () => {
  const { lines, next } = explained(blocked('quarantined_share', failure()));
  expect(lines).toEqual([
    `blocked by quarantined_share: ${date}: 40 of 300 rows quarantined`,
    `  ${file}:1  invalid:amount  {"amount":"t1"}`,
    `  ${file}:2  invalid:amount  {"amount":"t2"}`,
    `  ${file}:3  invalid:amount  {"amount":"t3"}`,
    `  whole rows in s3://silver/_staged/r-1/dates/ingest_date=${date}/quarantine.ndjson`,
    'nothing visible has changed',
  ]);
  expect(next[0]).toContain(`npx paylake quarantine list --home h --from ${date} --to ${date}`);
  expect(next.at(-2)).toContain(
    `npx paylake run --home h --from ${date} --to ${date} --accept quarantined_share --reason "WHY"`,
  );
  expect(next.at(-1)).toContain('loads 250 of 300 rows; 40 stay in quarantine, 1 held');
});

test('every blocking check is told and accepted in one command', () => {
  const { lines, next } = explained(
    blocked('quarantined_share', failure()),
    blocked('volume', failure({ examples: [], setAside: undefined })),
  );
  for (const name of ['quarantined_share', 'volume']) {
    expect(lines.filter((line) => line.startsWith(`blocked by ${name}: `))).toHaveLength(1);
  }
  expect(lines).toContain(`  whole rows in s3://bronze/transactions/ingest_date=${date}/`);
  expect(next.join('\n')).toContain('--accept quarantined_share --accept volume');
});

test('a wall of failures is cut, and so is a wall of text', () => {
  const many = Array.from({ length: 92 }, () => failure({ detail: 'x'.repeat(10_000) }));
  const { lines } = explained(blocked('quarantined_share', ...many));
  expect(lines.length).toBeLessThan(15);
  expect(lines).toContain('blocked by quarantined_share: 87 more like these');
  for (const line of lines) expect(line.length).toBeLessThan(600);
});

test('a row shows the field that broke the rule, on one line and without card numbers', () => {
  const raw = `{"name":"${'x'.repeat(400)}","note":"4111 1111 1111 1111\u001b[2J","amount":"ten"}`;
  const { lines } = explained(
    blocked('quarantined_share', failure({ examples: [{ file, line: 7, reason: 'invalid:amount', raw }] })),
  );
  expect(lines[1]).toContain(`${file}:7  invalid:amount  …`);
  expect(lines[1]).toContain('"amount":"ten"');
  for (const hidden of ['4111 1111 1111 1111', '\u001b']) expect(lines.join('')).not.toContain(hidden);
});

test('a defect of the pipeline is not for an operator to accept', () => {
  const { lines, next } = explained(blocked('accounting'), blocked('quarantined_share', failure()));
  expect(lines).toContain('blocked by accounting: all of it');
  expect(next.join('\n')).toContain('r-1');
  expect(next.join('\n')).not.toContain('--accept');
});

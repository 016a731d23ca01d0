import { expect, test } from 'vitest';
import { classifyFailure as classify, type FailureCause } from '../../lib/stages/warehouse/classify-failure.ts';

const check = (name: string): string =>
  `select cast(case when count(*) = 0 then '0' else 'check failed: ${name}' end as integer) as ${name}`;
type Found = Omit<Parameters<typeof classify>[0], 'Id'>;
const classifyFailure = (found: Found): ReturnType<typeof classify> => classify({ Id: 's', ...found });
const failedIn = (QueryString: string, cause: string): Found => ({
  Status: 'FAILED',
  Error: `Query #2 failed with ${cause}`,
  SubStatements: [
    { Id: 's:1', Status: 'FINISHED', QueryString: 'lock ops.load_ledger' },
    { Id: 's:2', Status: 'FAILED', QueryString, Error: cause },
    { Id: 's:3', Status: 'ABORTED', QueryString: 'delete from core.dim_card' },
  ],
});

const toldByBatch = (cause: string | undefined): Found => ({
  Status: 'FAILED',
  Error: cause,
  SubStatements: [{ Id: 's:2', Status: 'FAILED', QueryString: check('already_loaded') }],
});
const withoutText = (cause: string): Found => ({
  Status: 'FAILED',
  SubStatements: [{ Id: 's:2', Status: 'FAILED', Error: cause }],
});

/** What the service says of a batch, and what it means: a load that is done, a full disk, a transient failure, or something to mend. */
const cases: [string, Found, FailureCause][] = [
  ['the ledger check', failedIn(check('already_loaded'), 'ERROR: check failed: already_loaded'), 'already-loaded'],
  [
    'the ledger check in fewer words',
    failedIn(check('already_loaded'), 'ERROR: Invalid digit, Value'),
    'already-loaded',
  ],
  [
    'the ledger check in others',
    failedIn(check('already_loaded'), 'invalid input syntax for integer'),
    'already-loaded',
  ],
  ['another failure of that statement', failedIn(check('already_loaded'), 'ERROR: permission denied'), 'broken'],
  ['another check', failedIn(check('staged_totals'), 'ERROR: Invalid digit, Value'), 'broken'],
  ['a check that counted 1023', failedIn(check('staged_totals'), 'check failed: staged_totals 1023'), 'broken'],
  ['a statement that says 1023', failedIn('select 1023', 'ERROR: permission denied'), 'broken'],
  ['a statement about full disks', failedIn("select 'disk full'", 'ERROR: permission denied'), 'broken'],
  ['a full disk', failedIn('copy x', 'ERROR: Disk Full'), 'disk-full'],
  ['a full disk in other words', { Status: 'FAILED', Error: 'the disk is full' }, 'disk-full'],
  ['a conflict by its number', failedIn('delete from x', 'ERROR: 1023'), 'transient'],
  ['a conflict by its number, without a colon', failedIn('delete from x', 'error 1023'), 'transient'],
  ['a conflict by its number, after blanks', failedIn('delete from x', 'ERROR:  1023'), 'transient'],
  ['a longer number', failedIn('delete from x', 'ERROR: 10230'), 'broken'],
  ['the ledger check, told by the batch alone', toldByBatch('ERROR: check failed: already_loaded'), 'already-loaded'],
  ['the ledger check, told by nobody', toldByBatch(undefined), 'broken'],
  ['a statement without its text', withoutText('ERROR: Invalid digit, Value'), 'broken'],
  ['a conflict by its code', failedIn('delete from x', 'aborted (code: 1023)'), 'transient'],
  ['a conflict in words', failedIn('delete from x', 'Serializable isolation violation on table'), 'transient'],
  [
    'a conflict, with its detail',
    { Status: 'FAILED', Error: 'ERROR: 1023 DETAIL: Serializable isolation' },
    'transient',
  ],
  ['a lost connection', { Status: 'FAILED', Error: 'Connection lost' }, 'transient'],
  ['no connection', { Status: 'FAILED', Error: 'could not connect to server' }, 'transient'],
  ['a cancelled batch', { Status: 'ABORTED' }, 'transient'],
  ['nothing said', { Status: 'FAILED' }, 'broken'],
];

test.each(cases)('%s', (_, found, cause) => {
  expect(classifyFailure(found).cause).toBe(cause);
});

test('the text names the status, the error and the statement it came from, on one short line', () => {
  expect(classifyFailure(failedIn('copy\n  staged\n\tfrom x', 'ERROR: value too long')).text).toBe(
    'the warehouse batch FAILED: ERROR: value too long in: copy staged from x',
  );
  expect(classifyFailure({ Status: 'ABORTED' }).text).toBe('the warehouse batch ABORTED: no reason given');
  expect(classifyFailure({ Status: 'FAILED', Error: 'gone' }).text).toBe('the warehouse batch FAILED: gone');
  const { text } = classifyFailure(failedIn('x'.repeat(500), 'no'));
  expect(text).toBe(`the warehouse batch FAILED: no in: ${'x'.repeat(160)}`);
});

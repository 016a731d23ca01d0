import { describe, expect, it } from 'vitest';
import { findEnvironment } from '../../lib/config.ts';
import { deployNeeds } from '../../lib/operate/doctor/deploy-needs.ts';
import { judgeIdentity, judgeRegion } from '../../lib/operate/doctor/judge-identity.ts';
import { judgeQuota } from '../../lib/operate/doctor/judge-quota.ts';
import { judgeBootstrap, judgeZones } from '../../lib/operate/doctor/judge-region.ts';
import { judgeBucket, judgeStack } from '../../lib/operate/doctor/judge-stack.ts';

const dev = findEnvironment('dev');

describe('identity and region', () => {
  it("are right when they are the environment's", () => {
    const arn = 'arn:aws:iam::111111111111:user/ann';
    expect(judgeIdentity(dev, { account: dev.account, arn })).toMatchObject({ state: 'ok' });
    expect(judgeRegion(dev, dev.region).state).toBe('ok');
    expect(judgeRegion(dev, undefined).state).toBe('ok');
  });

  it('name both sides and the way out when they are not', () => {
    const other = judgeIdentity(dev, { account: '333333333333', arn: 'arn:aws:iam::333333333333:user/ann' });
    expect(other.state).toBe('fail');
    expect(other.found).toMatch(/333333333333.*111111111111/);
    expect(other.next).toContain('lib/config.ts');
    expect(judgeRegion(dev, 'us-east-1')).toMatchObject({ state: 'fail', next: `export AWS_REGION=${dev.region}` });
  });
});

describe('quotas', () => {
  it('of Lambda matter less where nothing is reserved: a new account with ten executions will do', () => {
    expect(deployNeeds(dev).executions).toBeGreaterThan(100);
    expect(deployNeeds({ ...dev, reservedConcurrency: 0 }).executions).toBe(8);
  });

  const quota = { service: 'lambda', code: 'L-1', name: 'x', limit: 158, taken: 158 };
  const cases: [what: string, quota: Parameters<typeof judgeQuota>[0], state: string][] = [
    ['just enough', quota, 'ok'],
    ['one too few', { ...quota, limit: 157 }, 'fail'],
    ['a new account', { ...quota, limit: 10 }, 'fail'],
    ['the last one free', { ...quota, limit: 5, taken: 1, used: 4 }, 'ok'],
    ['none free', { ...quota, limit: 5, taken: 1, used: 5 }, 'fail'],
    ['none free, and its own among them', { ...quota, limit: 5, taken: 0, used: 5 }, 'ok'],
  ];
  it.each(cases)('%s', (_, given, state) => {
    expect(judgeQuota(given).state).toBe(state);
  });

  it('are asked for by code where there is one', () => {
    expect(judgeQuota({ ...quota, limit: 10 }).next).toBe(
      'aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-1 --desired-value 158',
    );
    expect(judgeQuota({ ...quota, code: undefined, limit: 10 }).next).toContain('Service Quotas console');
  });
});

describe('stacks', () => {
  // Every status CloudFormation knows (API reference, Stack, StackStatus).
  const states: Record<'ok' | 'fail', string[]> = {
    ok: [
      'CREATE_COMPLETE',
      'UPDATE_COMPLETE',
      'UPDATE_ROLLBACK_COMPLETE',
      'IMPORT_COMPLETE',
      'IMPORT_ROLLBACK_COMPLETE',
      'REVIEW_IN_PROGRESS',
      'UPDATE_FAILED',
    ],
    fail: [
      'CREATE_IN_PROGRESS',
      'CREATE_FAILED',
      'ROLLBACK_IN_PROGRESS',
      'ROLLBACK_FAILED',
      'ROLLBACK_COMPLETE',
      'DELETE_IN_PROGRESS',
      'DELETE_FAILED',
      'UPDATE_IN_PROGRESS',
      'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'UPDATE_ROLLBACK_IN_PROGRESS',
      'UPDATE_ROLLBACK_FAILED',
      'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'IMPORT_IN_PROGRESS',
      'IMPORT_ROLLBACK_IN_PROGRESS',
      'IMPORT_ROLLBACK_FAILED',
    ],
  };
  const cases = Object.entries(states).flatMap(([state, statuses]) =>
    statuses.map((status) => [status, state] as const),
  );
  it.each(cases)('%s is %s', (status, state) => {
    const finding = judgeStack('Paylake-dev-Storage', status);
    expect(finding.state).toBe(state);
    expect(finding.next.includes('Paylake-dev-Storage')).toBe(state === 'fail');
  });

  it('that are not there are fine; a deleted one is not there', () => {
    expect(judgeStack('x', undefined).state).toBe('ok');
  });
});

describe('buckets', () => {
  it.each([
    [false, false, 'ok'],
    [true, true, 'ok'],
    [true, false, 'fail'],
    [false, true, 'fail'],
  ] as const)('there: %s, with a stack: %s: %s', (isThere, hasStack, state) => {
    expect(judgeBucket('b', isThere, hasStack).state).toBe(state);
  });
});

describe('zones and bootstrap', () => {
  it('wants each of the zones that the templates name', () => {
    expect(judgeZones(['xa', 'xb', 'xc'], ['xc', 'xa', 'xb', 'xd']).state).toBe('ok');
    const missing = judgeZones(['xa', 'xb', 'xc'], ['xa', 'xc', 'xd']);
    expect(missing).toMatchObject({ state: 'fail', next: expect.stringContaining('lib/infra/add-stacks.ts') });
    expect(missing.found).toMatch(/^xb not open.*xa, xc, xd/);
  });

  it('compares versions as numbers', () => {
    expect(judgeBootstrap('21', 6, dev).state).toBe('ok');
    expect(judgeBootstrap('6', 6, dev).state).toBe('ok');
    const next = 'npx cdk bootstrap aws://111111111111/ap-northeast-2';
    expect(judgeBootstrap('5', 6, dev)).toMatchObject({ state: 'fail', next });
    expect(judgeBootstrap(undefined, 6, dev)).toMatchObject({ state: 'fail', next });
  });
});

import { describe, expect, it, onTestFinished } from 'vitest';
import { findEnvironment } from '../../lib/config.ts';
import { openAccount } from '../../lib/operate/doctor/account.ts';
import type { Finding } from '../../lib/operate/doctor/finding.ts';
import { runDoctor } from '../../lib/operate/doctor/run-doctor.ts';
import { type Answers, freshAccount, startAccountServer } from './account-server.ts';

const config = findEnvironment('dev');
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Looks at an account that answers so, from a shell that is set to this region. */
async function diagnose(changes: Partial<Answers> = {}, regionOfShell: string | undefined = config.region) {
  const server = await startAccountServer({ ...freshAccount, ...changes });
  onTestFinished(() => server.close());
  const account = openAccount({ region: config.region, endpoint: server.url, credentials });
  const { ok, checks } = await runDoctor({ ...account, regionOfShell: async () => regionOfShell }, config);
  const of = (wanted: Finding['state']): string[] =>
    checks.flatMap(({ check, state }) => (state === wanted ? [check] : []));
  return { ok, checks, failed: of('fail'), unasked: of('unasked') };
}

const stack = (part: string): string => `Paylake-dev-${part}`;
const layers = ['bronze', 'silver', 'gold'];
const bucket = (layer: string): string => `paylake-dev-${layer}-111111111111-ap-northeast-2`;

describe('doctor', () => {
  it('finds a fresh account ready', async () => {
    const { ok, checks, failed, unasked } = await diagnose();
    expect([ok, failed, unasked]).toEqual([true, [], []]);
    expect(checks.map(({ check }) => check)).toEqual([
      'credentials',
      'account',
      'region',
      'bootstrap',
      'zones',
      'quota Lambda concurrent executions',
      'quota VPCs per Region',
      'quota Redshift Serverless workgroups',
      'quota Redshift Serverless namespaces',
      'quota Redshift Serverless RPUs',
      ...['Storage', 'Warehouse', 'Pipeline', 'Catalog'].map((part) => `stack ${stack(part)}`),
      ...layers.map((layer) => `bucket ${bucket(layer)}`),
    ]);
  });

  it('finds one that is deployed ready too, though its VPCs are all taken', async () => {
    const parts = ['Storage', 'Warehouse', 'Pipeline', 'Catalog'];
    const stacks = Object.fromEntries(parts.map((part) => [stack(part), 'UPDATE_COMPLETE']));
    const found = await diagnose({ stacks, buckets: layers.map(bucket), vpcs: 5 });
    expect(found).toMatchObject({ ok: true, failed: [], unasked: [] });
  });

  const noZoneB = freshAccount.zones.filter((zone) => !zone.endsWith('b'));
  const tenExecutions = { ...freshAccount.quotas, 'L-B99A9384': 10 };
  const fewRpus = { ...freshAccount.warehouseQuotas, 'Redshift Processing Units (RPUs)': 31 };
  const troubles: [what: string, changes: Partial<Answers>, failed: string][] = [
    ['not bootstrapped', { bootstrap: undefined }, 'bootstrap'],
    ['bootstrapped long ago', { bootstrap: '5' }, 'bootstrap'],
    ['without the zone b', { zones: noZoneB }, 'zones'],
    ['that has not opted in to the zone b', { zones: noZoneB, closed: ['ap-northeast-2b'] }, 'zones'],
    ['new, with ten executions', { quotas: tenExecutions }, 'quota Lambda concurrent executions'],
    ['with too few RPUs', { warehouseQuotas: fewRpus }, 'quota Redshift Serverless RPUs'],
    ['full of VPCs', { vpcs: 5 }, 'quota VPCs per Region'],
    [
      'with a first deploy that failed',
      { stacks: { [stack('Warehouse')]: 'ROLLBACK_COMPLETE' } },
      `stack ${stack('Warehouse')}`,
    ],
    ['with a bucket that was kept', { buckets: [bucket('bronze')] }, `bucket ${bucket('bronze')}`],
  ];
  it.each(troubles)('finds an account %s not ready, and says what to do', async (_, changes, expected) => {
    const { ok, failed, checks } = await diagnose(changes);
    expect([ok, failed]).toEqual([false, [expected]]);
    for (const { check, state, next } of checks) expect(next === '', check).toBe(state === 'ok');
  });

  it('takes a deleted stack for none, with its VPC to be made again', async () => {
    const stacks = { [stack('Warehouse')]: 'DELETE_COMPLETE' };
    expect(await diagnose({ stacks })).toMatchObject({ ok: true });
    expect((await diagnose({ stacks, vpcs: 5 })).failed).toEqual(['quota VPCs per Region']);
  });

  it('finds a shell that is set to another region not ready; one that names none takes the right one', async () => {
    expect((await diagnose({}, 'us-east-1')).failed).toEqual(['region']);
    expect((await diagnose({ denied: [] }, undefined)).ok).toBe(true);
  });

  it("asks nothing more of another's account", async () => {
    const { failed, unasked } = await diagnose({ account: '333333333333' });
    expect(failed).toEqual(['account']);
    expect(unasked).toHaveLength(1);
  });

  it('says which quotas there are when one it looks for is called otherwise', async () => {
    const { ok, checks } = await diagnose({ warehouseQuotas: { Pods: 3 } });
    const unasked = checks.filter(({ state }) => state === 'unasked');
    expect([ok, unasked.length]).toEqual([true, 3]);
    for (const { found } of unasked) expect(found).toMatch(/there are: Pods$/);
  });

  const rights: [operation: string, permission: string][] = [
    ['GetParameter', 'ssm:GetParameter'],
    ['DescribeAvailabilityZones', 'ec2:DescribeAvailabilityZones'],
    ['GetServiceQuota', 'servicequotas:GetServiceQuota'],
    ['ListServiceQuotas', 'servicequotas:ListServiceQuotas'],
    ['DescribeVpcs', 'ec2:DescribeVpcs'],
    ['DescribeStacks', 'cloudformation:DescribeStacks'],
    ['HeadBucket', 's3:ListBucket'],
  ];
  it.each(rights)('names the permission when %s is denied, and goes on', async (operation, permission) => {
    const { ok, checks, failed } = await diagnose({ denied: [operation] });
    expect([ok, failed]).toEqual([true, []]);
    const unasked = checks.filter(({ state }) => state === 'unasked');
    expect(unasked.length).toBeGreaterThan(0);
    for (const { found, next } of unasked) {
      expect(found).toMatch(new RegExp(`^could not be asked: .*${permission}.* is not permitted`));
      expect(next).toMatch(/^aws /);
    }
  });
});

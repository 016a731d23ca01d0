import { DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  paginateListServiceQuotas,
  type ServiceQuota,
} from '@aws-sdk/client-service-quotas';
import type { Account } from './account.ts';
import { ask } from './ask.ts';
import type { DeployNeeds } from './deploy-needs.ts';
import { type Finding, unasked } from './finding.ts';
import { judgeQuota } from './judge-quota.ts';

const permission = 'servicequotas:GetServiceQuota';
type CodedQuota = { service: string; code: string; name: string; permission: string; orElse?: string };
const executions: CodedQuota = {
  service: 'lambda',
  code: 'L-B99A9384',
  name: 'Lambda concurrent executions',
  permission,
  orElse: 'reservedConcurrency: 0 in lib/config.ts takes fewer',
};
const networks: CodedQuota = {
  service: 'vpc',
  code: 'L-F678F1CE',
  name: 'VPCs per Region',
  permission: `${permission} or ec2:DescribeVpcs`,
};

/** The quotas that a deploy takes from. What is deployed already has taken its share. */
export async function askQuotas(account: Account, needs: DeployNeeds, isDeployed: boolean): Promise<Finding[]> {
  const byCode = (quota: CodedQuota, judge: (limit: number) => Promise<Finding> | Finding): Promise<Finding[]> => {
    const { name, service, code, permission } = quota;
    const byHand = `aws service-quotas get-service-quota --service-code ${service} --quota-code ${code}`;
    return ask({ check: `quota ${name}`, permission, byHand }, async () => [
      await judge(await limitOf(account, quota)),
    ]);
  };
  const found = await Promise.all([
    byCode(executions, (limit) => judgeQuota({ ...executions, limit, taken: needs.executions })),
    byCode(networks, async (limit) => {
      const { Vpcs = [] } = await account.ec2.send(new DescribeVpcsCommand({}));
      return judgeQuota({ ...networks, limit, taken: isDeployed ? 0 : needs.vpcs, used: Vpcs.length });
    }),
    askWarehouse(account, needs),
  ]);
  return found.flat();
}

/** Redshift Serverless: its codes are in no guide, so that its quotas are found by name. */
async function askWarehouse({ quotas }: Account, needs: DeployNeeds): Promise<Finding[]> {
  const service = 'redshift-serverless';
  const byHand = `aws service-quotas list-service-quotas --service-code ${service}`;
  const wanted: [name: string, pattern: RegExp, taken: number][] = [
    ['Redshift Serverless workgroups', /workgroups/i, needs.workgroups],
    ['Redshift Serverless namespaces', /namespaces/i, needs.namespaces],
    ['Redshift Serverless RPUs', /\bRPUs?\b|processing units/i, needs.rpus],
  ];
  const question = { check: 'quotas of Redshift Serverless', permission: 'servicequotas:ListServiceQuotas', byHand };
  return ask(question, async () => {
    const known: ServiceQuota[] = [];
    for await (const page of paginateListServiceQuotas({ client: quotas }, { ServiceCode: service })) {
      known.push(...(page.Quotas ?? []));
    }
    return wanted.map(([name, pattern, taken]) => {
      const quota = known.find(({ QuotaName }) => pattern.test(QuotaName ?? ''));
      const names = known.map(({ QuotaName }) => QuotaName).join(', ') || 'none';
      if (quota?.Value === undefined)
        return unasked(`quota ${name}`, `no quota of that name; there are: ${names}`, byHand);
      return judgeQuota({ service, name, code: quota.QuotaCode, limit: quota.Value, taken });
    });
  });
}

/** The account's own value, or the one every account begins with. */
async function limitOf({ quotas }: Account, { service, code }: CodedQuota): Promise<number> {
  const which = { ServiceCode: service, QuotaCode: code };
  const { Quota } = await quotas.send(new GetServiceQuotaCommand(which)).catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== 'NoSuchResourceException') throw error;
    return quotas.send(new GetAWSDefaultServiceQuotaCommand(which));
  });
  if (Quota?.Value === undefined) throw new Error('an answer without a value');
  return Quota.Value;
}

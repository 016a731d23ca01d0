import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { EnvironmentConfig } from '../../config.ts';
import { toCommand } from '../../run/to-command.ts';
import { classifyError } from '../../runtime/classify-error.ts';
import type { Account } from './account.ts';
import { ask } from './ask.ts';
import { askBootstrap, askBucket, askZones, stackStatus } from './ask-account.ts';
import { askQuotas } from './ask-quotas.ts';
import { deployNeeds } from './deploy-needs.ts';
import { type Finding, fail, ok, unasked } from './finding.ts';
import { judgeIdentity, judgeRegion } from './judge-identity.ts';
import { judgeStack } from './judge-stack.ts';

/** What `doctor` found; `ok` unless something has to be mended before a deploy. */
export type Diagnosis = {
  schema: 'paylake.doctor/1';
  target: string;
  account: string;
  region: string;
  ok: boolean;
  checks: Finding[];
};

/** Looks whether an account is ready for a deploy of the environment. Changes nothing. */
export async function runDoctor(account: Account, config: EnvironmentConfig): Promise<Diagnosis> {
  const identity = await askIdentity(account, config);
  const isOurs = identity.every(({ state }) => state === 'ok');
  const rest = isOurs ? await askRest(account, config) : [notAsked(config)];
  const checks = [...identity, judgeRegion(config, await account.regionOfShell()), ...rest];
  const isOk = checks.every(({ state }) => state !== 'fail');
  const { name: target, account: id, region } = config;
  return { schema: 'paylake.doctor/1', target, account: id, region, ok: isOk, checks };
}

async function askIdentity({ sts }: Account, config: EnvironmentConfig): Promise<Finding[]> {
  try {
    const { Account: id = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return [ok('credentials', 'there, and taken by AWS'), judgeIdentity(config, { account: id, arn: Arn })];
  } catch (error) {
    return [
      fail(
        'credentials',
        describeRefusal(error),
        `${mendOf(error)}; then ${toCommand('doctor', { target: config.name })}`,
      ),
    ];
  }
}

function describeRefusal(error: unknown): string {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  return `${name}: ${message.split('\n')[0]}`;
}

function mendOf(error: unknown): string {
  const isNetwork = classifyError(error).kind === 'transient';
  return isNetwork
    ? 'check the network, and AWS_ENDPOINT_URL if it is set'
    : 'aws sso login, or export AWS_PROFILE=NAME';
}

async function askRest(account: Account, config: EnvironmentConfig): Promise<Finding[]> {
  const needs = deployNeeds(config);
  const statuses = new Map<string, string | undefined>();
  const askStack = (name: string): Promise<Finding[]> => {
    const byHand = `aws cloudformation describe-stacks --stack-name ${name}`;
    const question = { check: `stack ${name}`, permission: 'cloudformation:DescribeStacks', byHand };
    return ask(question, async () => {
      statuses.set(name, await stackStatus(account, name));
      return [judgeStack(name, statuses.get(name))];
    });
  };
  const stacks = await Promise.all(needs.stacks.map(askStack));
  const [storage = '', warehouse = ''] = needs.stacks;
  const hasStack = (name: string): boolean => statuses.get(name) !== undefined;
  // Without a word about the stack a bucket proves nothing.
  const buckets = statuses.has(storage) ? Object.values(config.buckets) : [];
  const [bootstrap, zones, quotas, ...ofBuckets] = await Promise.all([
    askBootstrap(account, needs.bootstrapVersion, config),
    askZones(account, needs.zones),
    askQuotas(account, needs, hasStack(warehouse)),
    ...buckets.map((bucket) => askBucket(account, bucket, hasStack(storage))),
  ]);
  return [bootstrap, zones, quotas, ...stacks, ...ofBuckets].flatMap((findings) => findings ?? []);
}

function notAsked({ name, account }: EnvironmentConfig): Finding {
  const what = 'bootstrap, zones, quotas, stacks, buckets';
  return unasked(what, `without credentials of ${account}`, `${toCommand('doctor', { target: name })} with them`);
}

import { type Finding, fail, ok } from './finding.ts';

/** Whether the zones that the templates name are open to the account. */
export function judgeZones(wanted: readonly string[], open: readonly string[]): Finding {
  const missing = wanted.filter((zone) => !open.includes(zone));
  if (missing.length === 0) return ok('zones', `${wanted.join(', ')} are open to the account`);
  const found = `${missing.join(', ')} not open to the account; open are ${open.join(', ') || 'none'}`;
  return fail(
    'zones',
    found,
    'name three of the open ones in lib/infra/add-stacks.ts: Redshift Serverless wants three',
  );
}

/** Whether the account is bootstrapped for the CDK, and recently enough. */
export function judgeBootstrap(
  version: string | undefined,
  needed: number,
  { account, region }: { account: string; region: string },
): Finding {
  const next = `npx cdk bootstrap aws://${account}/${region}`;
  if (version === undefined) return fail('bootstrap', `${account}/${region} is not bootstrapped for the CDK`, next);
  const found = `version ${version}, ${needed} is needed`;
  return Number(version) >= needed ? ok('bootstrap', found) : fail('bootstrap', found, next);
}

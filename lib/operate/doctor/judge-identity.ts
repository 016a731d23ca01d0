import type { EnvironmentConfig } from '../../config.ts';
import { type Finding, fail, ok } from './finding.ts';

/** Whether the credentials belong to the environment's account. */
export function judgeIdentity(
  { name, account }: EnvironmentConfig,
  identity: { account: string; arn: string },
): Finding {
  const who = `${identity.arn} of account ${identity.account}`;
  if (identity.account === account) return ok('account', who);
  const next = `take credentials of ${account} (AWS_PROFILE), or put ${identity.account} into lib/config.ts as the account of ${name}`;
  return fail('account', `${who}, and ${name} is in ${account}`, next);
}

/** Whether the region of the shell is the environment's; where none is set, every command takes the environment's. */
export function judgeRegion({ region }: EnvironmentConfig, ofShell: string | undefined): Finding {
  if (ofShell === undefined) return ok('region', `${region}; the shell names none, so that every command takes it`);
  if (ofShell === region) return ok('region', region);
  return fail('region', `the shell says ${ofShell}, the environment ${region}`, `export AWS_REGION=${region}`);
}

import { runSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import type { Properties, SynthesisedApp } from '../synthesised-app.ts';
import { type ResourcePolicy, type RolePolicies, resourcePolicies, rolesOf } from './app-policies.ts';

/** A request as IAM sees it; `context` are condition keys beside those every request of ours carries. */
export type IamRequest = { action: string; resource: string; context?: Record<string, string> };
export type Verdict = 'Allowed' | 'ImplicitlyDenied' | 'ExplicitlyDenied';
export type Evaluate = (role: RolePolicies, request: IamRequest) => Promise<Verdict>;

/**
 * Judges requests as IAM does, by the role's policies and that of the resource. Throws for an action, a resource or a condition
 * key that the service does not have.
 */
export function evaluator(app: SynthesisedApp): Evaluate {
  const { account, region } = app.config;
  const onResources: ResourcePolicy[] = [
    ...resourcePolicies(app),
    ...rolesOf(app).map(({ arn, trust }) => ({ arn, document: trust })),
  ];
  /** A key of somebody else in the account trusts the account's policies, as ours does. */
  const policyOf = (arn: string): Properties | undefined =>
    onResources.find((policy) => policy.arn === arn)?.document ??
    (arn.startsWith('arn:aws:kms:') ? defaultKeyPolicy(account) : undefined);
  return async (role, { action, resource, context = {} }) => {
    if (role.managed.length > 0) throw new Error(`the tests do not know what ${role.managed.join(', ')} allows`);
    const [service = ''] = action.split(':');
    const subject = service === 's3' ? (resource.split('/')[0] ?? '') : resource;
    const simulation: Simulation = {
      request: {
        principal: `arn:aws:sts::${account}:assumed-role/${role.id}/session`,
        action,
        resource: { resource, accountId: account },
        contextVariables: { ...ambient(role, account, region), ...secured(service), ...forSimulator(context) },
      },
      identityPolicies: role.documents.map((policy, at) => ({
        name: `${role.id} ${at}`,
        policy: forSimulator(policy),
      })),
      resourcePolicy: service === 'iam' ? undefined : policyOf(subject),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    };
    const result = await runSimulation(simulation, {});
    const asked = `${role.name} ${action} ${resource}`;
    if (result.resultType === 'error') throw new Error(`${asked}: ${JSON.stringify(result.errors)}`);
    const ignored = result.resultType === 'single' ? result.result.ignoredContextKeys : [];
    const unknown = (ignored ?? []).filter((key) => key in context);
    if (unknown.length > 0) throw new Error(`${asked}: the action has no condition key ${unknown.join(', ')}`);
    return result.overallResult;
  };
}

/** The simulator knows no condition keys that have a name of the caller's after a colon; another text of the action stands in. */
function forSimulator<Document extends object>(document: Document): Document {
  const text = JSON.stringify(document);
  return JSON.parse(text.replaceAll('kms:EncryptionContext:aws:lambda:FunctionArn', 'kms:RequestAlias')) as Document;
}

/** What every request carries. A statement of the Data API is its caller's own: the endpoint finds no other. */
function ambient(role: RolePolicies, account: string, region: string): Record<string, string> {
  const userId = `${role.id}:session`;
  return {
    'aws:SecureTransport': 'true',
    'aws:PrincipalAccount': account,
    'aws:PrincipalArn': role.arn,
    'aws:RequestedRegion': region,
    'aws:userid': userId,
  };
}

function secured(service: string): Record<string, string> {
  return service === 's3' ? { 's3:TlsVersion': '1.3' } : {};
}

/** KMS developer guide, "Default key policy". */
function defaultKeyPolicy(account: string): Properties {
  const principal = { AWS: `arn:aws:iam::${account}:root` };
  const statement = { Effect: 'Allow', Principal: principal, Action: 'kms:*', Resource: '*' };
  return { Version: '2012-10-17', Statement: [statement] };
}

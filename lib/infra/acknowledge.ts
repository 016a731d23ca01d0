import { CfnResource, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A cdk-nag finding that is meant, and why. */
export function acknowledge(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `AwsSolutions::${rule}`, reason });
}

/** The wildcards in a policy that are meant, each by its own resource: any other stays a finding. */
export function acknowledgeWildcards(construct: IConstruct, resources: readonly string[], reason: string): void {
  for (const resource of resources) {
    if (resource.includes('*')) acknowledge(construct, `AwsSolutions-IAM5[Resource::${resource}]`, reason);
  }
}

/** Findings of checkov that are meant at one resource, and why: rule and comment, as it reads them in the template. */
export function acknowledgeCheckov(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  const resource = construct.node.defaultChild;
  if (!CfnResource.isCfnResource(resource)) throw new Error(`${construct.node.path} is no single resource`);
  resource.addMetadata('checkov', { skip: Object.entries(reasons).map(([id, comment]) => ({ id, comment })) });
}

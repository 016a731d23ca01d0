import { Tags } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledge.ts';
import { ownStatements, type Surroundings } from './permissions.ts';

/** Who people are in the warehouse: a reader sees all of it, an analyst sees identifiers masked. */
const people = { Reader: 'paylake_reader', Analyst: 'paylake_analyst' } as const;

/**
 * Roles that people and their tools take to ask the warehouse, and nothing else; the account's own policies say who may take which.
 * The tag `RedshiftDbRoles` makes each the database role of its name.
 */
export function createPeopleRoles(
  scope: Construct,
  { config, warehouse }: Surroundings,
): Record<keyof typeof people, Role> {
  const create = (name: keyof typeof people): Role => {
    const role = new Role(scope, `${name}Role`, {
      assumedBy: new AccountRootPrincipal(),
      description: `Paylake ${config.name}: asks the warehouse as ${people[name]}`,
    });
    Tags.of(role).add('RedshiftDbRoles', people[name]);
    const { workgroupArn } = warehouse;
    for (const statement of [
      { actions: ['redshift-data:ExecuteStatement'], resources: [workgroupArn] },
      { actions: ['redshift-serverless:GetCredentials'], resources: [workgroupArn] },
      {
        actions: ['redshift-data:DescribeStatement', 'redshift-data:GetStatementResult'],
        resources: ['*'],
        conditions: ownStatements,
      },
    ])
      role.addToPolicy(new PolicyStatement(statement));
    acknowledgeWildcards(role, ['*'], 'Own statements, which take no resource');
    return role;
  };
  return { Reader: create('Reader'), Analyst: create('Analyst') };
}

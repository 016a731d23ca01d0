import type { Statement } from '../policies.ts';
import { statementsOf } from '../policies.ts';
import type { SynthesisedApp } from '../synthesised-app.ts';
import { resourcePolicies, rolesOf } from './app-policies.ts';

/** Names of an environment as one for all: `{silver}/_staged/*`, `{account}`. */
export function placeholders(app: SynthesisedApp): (text: string) => string {
  const { name, account, region, buckets } = app.config;
  const names: [string, string][] = [
    [app.arnOf(app.one('AWS::KMS::Key')), '{key}'],
    ...Object.entries(buckets).map(([layer, bucket]): [string, string] => [`arn:aws:s3:::${bucket}`, `{${layer}}`]),
    [account, '{account}'],
    [region, '{region}'],
    [`aylake-${name}`, 'aylake-{environment}'],
  ];
  return (text) => names.reduce((result, [from, to]) => result.replaceAll(from, to), text);
}

/** Everything the app allows anybody, and what its resources deny everybody: a line for each action and resource. */
export function listAllowed(app: SynthesisedApp): string[] {
  const sections = [
    ...rolesOf(app).map(({ name, trust, managed, statements }) => [
      name,
      ...statementsOf(trust).flatMap((statement) => statement.principals.map((who) => `  is ${who}${when(statement)}`)),
      ...managed.map((arn) => `  as ${arn}`),
      ...statements.flatMap((statement) => lines(statement, '')).sort(),
    ]),
    ...resourcePolicies(app).map(({ arn, document }) => [
      `On ${arn}`,
      ...statementsOf(document)
        .flatMap((statement) => lines(statement, ` to ${statement.principals.join(', ')}`))
        .sort(),
    ]),
  ];
  return sections
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
    .flatMap((section) => [...section, ''])
    .slice(0, -1)
    .map(placeholders(app));
}

function lines(statement: Statement, to: string): string[] {
  const verb = statement.effect === 'Allow' ? '' : `${statement.effect.toLowerCase()} `;
  return statement.actions.flatMap((action) =>
    statement.resources.map((resource) => `  ${verb}${action} on ${resource}${to}${when(statement)}`),
  );
}

function when({ conditions }: Statement): string {
  const tests = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => `${key} ${operator} ${JSON.stringify(value)}`),
  );
  return tests.length === 0 ? '' : ` when ${tests.sort().join(' and ')}`;
}

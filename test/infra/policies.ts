import type { Properties, Resource, SynthesisedApp, Value } from './synthesised-app.ts';

/** A policy statement with lists for everything that may be one or many. */
export type Statement = {
  effect: string;
  actions: string[];
  resources: string[];
  principals: string[];
  conditions: Record<string, Record<string, Value>>;
};

export function statementsOf(document: Value | undefined): Statement[] {
  const { Statement = [] } = (document ?? {}) as { Statement?: Properties[] };
  const negated = Statement.find((statement) => Object.keys(statement).some((key) => key.startsWith('Not')));
  if (negated) throw new Error(`say what is allowed, not what is not: ${JSON.stringify(negated)}`);
  return Statement.map((statement) => ({
    effect: String(statement.Effect),
    actions: listOf(statement.Action),
    resources: listOf(statement.Resource),
    principals: principalsOf(statement.Principal),
    conditions: (statement.Condition ?? {}) as Statement['conditions'],
  }));
}

/** What each role may do by the policies attached to it, by the role's logical id; a policy for people under its own. */
export function roleStatements(app: SynthesisedApp): { role: string; policy: Resource; statements: Statement[] }[] {
  const policies = [...app.ofType('AWS::IAM::Policy'), ...app.ofType('AWS::IAM::ManagedPolicy')];
  return policies.flatMap((policy) =>
    listOf(policy.properties.Roles ?? policy.id).map((role) => ({
      role,
      policy,
      statements: statementsOf(policy.properties.PolicyDocument),
    })),
  );
}

/** The statements of the role whose logical id begins so. */
export function allowedTo(app: SynthesisedApp, roleStart: string): Statement[] {
  const found = roleStatements(app).filter(({ role }) => role.startsWith(roleStart));
  if (found.length === 0) throw new Error(`no role ${roleStart}`);
  return found.flatMap(({ statements }) => statements);
}

/** Whether a statement covers an action on a resource, by name. */
export function covers(
  { actions, resources }: Pick<Statement, 'actions' | 'resources'>,
  action: string,
  resource: string,
): boolean {
  return actions.some((pattern) => isLike(action, pattern)) && resources.some((pattern) => isLike(resource, pattern));
}

/** A request as a bucket policy sees it; a key that is absent is not part of the request. */
export type Request = { action: string; resource: string; context: Record<string, string | number> };

/** Whether a resource policy denies a request to everyone, as IAM evaluates the operators that occur in it. */
export function denies(statements: readonly Statement[], { action, resource, context }: Request): boolean {
  return statements.some(
    (statement) =>
      statement.effect === 'Deny' &&
      statement.principals.includes('*') &&
      covers(statement, action, resource) &&
      Object.entries(statement.conditions).every(([operator, keys]) =>
        Object.entries(keys).every(([key, expected]) => holds(operator, context[key], expected)),
      ),
  );
}

function holds(operator: string, actual: string | number | undefined, expected: Value): boolean {
  if (operator === 'Null') return (actual === undefined) === (String(expected) === 'true');
  // An operator that negates holds for what is not part of the request.
  if (['ArnNotEquals', 'StringNotEquals'].includes(operator)) return actual !== expected;
  if (actual === undefined) return false;
  if (operator === 'Bool') return String(actual) === String(expected);
  if (operator === 'NumericLessThan') return Number(actual) < Number(expected);
  throw new Error(`the test does not know the operator ${operator}`);
}

/** Whether a text fits a pattern of IAM: `*` and `?`, in any case. */
export function isLike(text: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 'i').test(text);
}

export function listOf(value: Value | undefined): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

function principalsOf(principal: Value | undefined): string[] {
  if (typeof principal !== 'object' || principal === null || Array.isArray(principal)) return listOf(principal);
  return Object.values(principal).flatMap(listOf);
}

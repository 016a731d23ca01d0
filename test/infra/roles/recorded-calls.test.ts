import { beforeAll, describe, expect, it } from 'vitest';
import { pipeline } from '../../../lib/pipeline.ts';
import { synthesise } from '../../../local/template/synthesise.ts';
import { readApp, type SynthesisedApp } from '../synthesised-app.ts';
import { type RolePolicies, rolesOf } from './app-policies.ts';
import { evaluator, type IamRequest } from './evaluate.ts';
import { requestsOf } from './implied-requests.ts';
import { listAllowed, placeholders } from './list-allowed.ts';
import { describePermission, permissionsOf, uses } from './permissions-of.ts';
import { recordLocalRuns } from './record-local-runs.ts';
import { absentIn, expectReviewed, readReasons } from './reviewed.ts';
import { serviceRequests } from './service-requests.ts';

/*
 * Roles proven by execution: what real local runs asked of AWS, and what services ask in their roles' names, is allowed by the
 * synthesised policies; and what the policies allow beyond that is known line by line.
 */

let app: SynthesisedApp;
let roles: RolePolicies[];
/** Every different request of each role, by the role's logical id. */
const asked = new Map<string, IamRequest[]>();

beforeAll(async () => {
  const assembly = await synthesise(() => undefined);
  app = readApp('local', assembly);
  roles = rolesOf(app);
  const byArn = new Map(roles.map((role) => [role.arn, role.id]));
  const requests = [
    ...(await recordLocalRuns(assembly, app.config)).flatMap((call) =>
      requestsOf(app, call).map((request) => ({ id: call.principal, request })),
    ),
    ...serviceRequests(app).map(({ role, ...request }) => ({ id: byArn.get(role) ?? role, request })),
  ];
  const seen = new Set<string>();
  for (const each of requests) {
    const text = JSON.stringify(each);
    if (seen.has(text)) continue;
    seen.add(text);
    asked.set(each.id, [...(asked.get(each.id) ?? []), each.request]);
  }
});

describe('roles, by execution', () => {
  it('were all at work: every stage, the watch, the migration, the machine and those of the warehouse', () => {
    const names = roles.filter(({ id }) => asked.has(id)).map(({ name }) => name.toLowerCase());
    const expected = [...Object.keys(pipeline), 'watch', 'migrate', 'machine', 'copy', 'unload'];
    expect(names).toEqual(expect.arrayContaining(expected));
    const known = new Set(roles.map(({ id }) => id));
    expect([...asked.keys()].filter((id) => !known.has(id))).toEqual([]);
  });

  it('may do whatever was asked for in their names', async () => {
    const evaluate = evaluator(app);
    const short = placeholders(app);
    const refused = new Set<string>();
    for (const role of roles) {
      for (const request of asked.get(role.id) ?? []) {
        const verdict = await evaluate(role, request);
        const context = request.context ? ` ${JSON.stringify(request.context)}` : '';
        const { action, resource } = request;
        if (verdict !== 'Allowed') refused.add(short(`${role.name} ${action} on ${resource}${context}: ${verdict}`));
      }
    }
    expect([...refused]).toEqual([]);
  });

  it('may do nothing that nobody asked for, but for what is explained', () => {
    const short = placeholders(app);
    const unused = roles.flatMap((role) =>
      permissionsOf(role)
        .filter((permission) => !(asked.get(role.id) ?? []).some((request) => uses(request, permission)))
        .map((permission) => short(describePermission(role, permission))),
    );
    const reasons = readReasons('unused.txt');
    expect({ unexplained: unused.filter((each) => !reasons.has(each)) }).toEqual({ unexplained: [] });
    expect({ stale: [...reasons.keys()].filter((each) => !unused.includes(each)) }).toEqual({ stale: [] });
    for (const [permission, reason] of reasons) expect([permission, reason.length > 30]).toEqual([permission, true]);
  });

  it('are, with the policies on resources, what was reviewed', () => {
    expectReviewed('allowed.txt', listAllowed(app), absentIn(app.config));
  });
});

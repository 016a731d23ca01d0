import { describe, expect, it } from 'vitest';
import { type Access, accessTable, emptier } from '../roles/access-table.ts';
import { rolesOf } from '../roles/app-policies.ts';
import { evaluator } from '../roles/evaluate.ts';
import { listAllowed } from '../roles/list-allowed.ts';
import { absentIn, expectReviewed } from '../roles/reviewed.ts';
import type { SynthesisedApp } from '../synthesised-app.ts';

/** Who may do what in the app, judged as IAM does: the table names everybody who may, so all others are shown to be denied. */
export function describeAccess(app: SynthesisedApp): void {
  const roles = rolesOf(app);
  const evaluate = evaluator(app);
  const { generator, protectData } = app.config;
  const isHere = (name: string): boolean => (generator || name !== 'Generate') && !(protectData && name === emptier);
  const allowedOf = async (names: readonly string[], { request }: Access, over: object = {}): Promise<string[]> => {
    const context = { ...request.context, ...over };
    const asked = roles.filter(({ name }) => names.includes(name));
    const verdicts = asked.map(async (role) => ({ role, verdict: await evaluate(role, { ...request, context }) }));
    return (await Promise.all(verdicts))
      .flatMap(({ role, verdict }) => (verdict === 'Allowed' ? [role.name] : []))
      .sort();
  };
  const everybody = roles.map(({ name }) => name);
  const table = accessTable(app);
  const overWire = table.filter(({ may, request }) => may.length > 0 && /^(s3|sns|sqs):/.test(request.action));

  describe('access', () => {
    it('is granted as reviewed, to the letter', () => {
      expectReviewed('allowed.txt', listAllowed(app), absentIn(app.config));
    });

    it.each(table)('to $what ($request.action): $may and nobody else', async (access) => {
      expect(await allowedOf(everybody, access)).toEqual(access.may.filter(isHere).sort());
    });

    it.each(overWire)('to $what ($request.action) is nobody’s without TLS', async (access) => {
      expect(await allowedOf(access.may, access, { 'aws:SecureTransport': 'false' })).toEqual([]);
    });

    it('to S3 is nobody’s with an old TLS', async () => {
      for (const access of overWire.filter(({ request }) => request.action.startsWith('s3:')))
        expect(await allowedOf(access.may, access, { 's3:TlsVersion': '1.1' })).toEqual([]);
    });
  });
}

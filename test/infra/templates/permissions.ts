import { describe, expect, it } from 'vitest';
import { roleStatements } from '../policies.ts';
import type { Properties, SynthesisedApp } from '../synthesised-app.ts';

/** Actions that take no resource, by their service authorization reference; the Data API ones are held by a condition. */
const withoutResource = /^(xray:|logs:\w*(LogDelivery|LogDeliveries|ResourcePolic|LogGroups))/;
const ofOwnStatements = /^redshift-data:(DescribeStatement|GetStatementResult)$/;

/** What must be true of every permission in the app. */
export function describePermissions(app: SynthesisedApp): void {
  const roles = roleStatements(app);
  const reports = app.validation.pluginReports;
  const explained = reports.flatMap(({ suppressedViolations = [] }) => suppressedViolations);

  describe('permissions', () => {
    it('never name an action by a wildcard', () => {
      const wild = roles.flatMap(({ role, statements }) =>
        statements.flatMap(({ actions }) =>
          actions.filter((action) => action.includes('*')).map((action) => [role, action]),
        ),
      );
      expect(wild).toEqual([]);
      expect(roles.length).toBeGreaterThan(12);
    });

    it('are on everything only where the action takes no resource', () => {
      for (const { role, statements } of roles) {
        for (const { actions, resources, conditions } of statements.filter(({ resources: all }) => all.includes('*'))) {
          expect(resources).toEqual(['*']);
          const isOwn = actions.every((action) => ofOwnStatements.test(action));
          expect([role, isOwn || actions.every((action) => withoutResource.test(action))]).toEqual([role, true]);
          // A policy variable, filled in by IAM.
          const own = { StringEquals: { 'redshift-data:statement-owner-iam-userid': `\${aws:userid}` } };
          if (isOwn) expect([role, conditions]).toEqual([role, own]);
        }
      }
    });

    it('have a written reason for each wildcard resource', () => {
      // A log group's ARN ends in one that means its streams.
      const logGroups = new Set(app.ofType('AWS::Logs::LogGroup').map(app.arnOf));
      for (const { policy, statements } of roles) {
        const wild = new Set(
          statements.flatMap(({ resources }) =>
            resources.filter((resource) => resource.includes('*') && !logGroups.has(resource)),
          ),
        );
        const reasons = explained
          .filter(({ ruleName }) => ruleName.startsWith('AwsSolutions-IAM5[Resource::'))
          .filter(({ violatingConstructs }) =>
            violatingConstructs.some(({ constructPath }) => constructPath === policy.path),
          );
        expect([policy.path, reasons.length]).toEqual([policy.path, wild.size]);
      }
    });

    it('come from no policy of AWS: those allow more, and change', () => {
      const managed = app
        .ofType('AWS::IAM::Role')
        .filter(({ properties }) => properties.ManagedPolicyArns !== undefined);
      expect(managed.map(({ id }) => id)).toEqual([]);
    });

    it('leave no finding of cdk-nag unexplained', () => {
      expect(reports.map(({ pluginName }) => pluginName)).toContain('AwsSolutions');
      for (const { conclusion, violations } of reports) {
        expect(violations.map(({ ruleName }) => ruleName)).toEqual([]);
        expect(conclusion).toBe('success');
      }
      expect(explained.length).toBeGreaterThan(0);
      for (const { ruleName, reason } of explained)
        expect([ruleName, (reason ?? '').length >= 20]).toEqual([ruleName, true]);
    });

    it('give the load, the export and people their roles of the database, each its own', () => {
      const tagged = app
        .ofType('AWS::IAM::Role')
        .flatMap(({ id, properties }) =>
          ((properties.Tags ?? []) as Properties[])
            .filter(({ Key }) => Key === 'RedshiftDbRoles')
            .map(({ Value }) => [id.replace(/Role\w+$/, ''), Value]),
        );
      expect(Object.fromEntries(tagged)).toEqual({
        Load: 'paylake_loader',
        Gold: 'paylake_exporter',
        Reader: 'paylake_reader',
        Analyst: 'paylake_analyst',
      });
    });

    it('give the admin secret to the migration alone', () => {
      const readers = roles.filter(({ statements }) =>
        statements.some(({ actions }) => actions.some((action) => action.startsWith('secretsmanager:'))),
      );
      expect(readers.map(({ role }) => role.replace(/Role\w+$/, ''))).toEqual(['Migrate']);
    });
  });
}

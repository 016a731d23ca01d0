import { describe, expect, it } from 'vitest';
import { athenaQueries } from '../../../lib/catalog/athena-queries.ts';
import type { SynthesisedApp } from '../synthesised-app.ts';

// The id of a function's version ends in a hash of the function.
const kindsOf = (app: SynthesisedApp, isMeant: (stack: string) => boolean): string[] =>
  app.resources
    .filter(({ stack }) => isMeant(stack))
    .map(({ type, id }) => `${type} ${id.replace(/(Version\w{8})\w{32}$/, '$1')}`)
    .sort();
const ofWarehouse = (stack: string): boolean => stack.endsWith('-Warehouse');

/** What must be true of the app an emulator gets, beside the one an account gets. */
export function describeEmulator(emulator: SynthesisedApp, dev: SynthesisedApp): void {
  describe('emulator', () => {
    it('an emulator gets the app as it is, but for what it cannot have and the alarms of schedules that are off', () => {
      const [there, here] = [dev, emulator].map((app) => kindsOf(app, (stack) => !ofWarehouse(stack)));
      expect(there?.length).toBeGreaterThan(70);
      expect(here?.filter((each) => !there?.includes(each))).toEqual([]);
      expect(there?.filter((each) => !here?.includes(each))).toEqual([
        ...athenaQueries().map(({ name }) => `AWS::Athena::NamedQuery Query${name.replaceAll('_', '')}`),
        expect.stringMatching(/^AWS::CloudWatch::Alarm RunFailed/),
        expect.stringMatching(/^AWS::CloudWatch::Alarm RunMissing/),
        expect.stringMatching(/^AWS::CloudWatch::Alarm WatchSilent/),
      ]);
      const enabled = emulator
        .ofType('AWS::Scheduler::Schedule')
        .filter(({ properties }) => properties.State !== 'DISABLED');
      expect(enabled).toEqual([]);
    });

    it('of the warehouse an emulator gets the roles', () => {
      const kinds = kindsOf(emulator, ofWarehouse).map((kind) => kind.replace(/\w{8}$/, ''));
      expect(kinds).toEqual([
        'AWS::IAM::Policy CopyRoleDefaultPolicy',
        'AWS::IAM::Policy UnloadRoleDefaultPolicy',
        'AWS::IAM::Role CopyRole',
        'AWS::IAM::Role UnloadRole',
      ]);
    });

    it('its functions are the same; those that speak to the warehouse are told where it is', () => {
      const functionsOf = (app: SynthesisedApp) =>
        app
          .ofType('AWS::Lambda::Function')
          .filter(({ stack }) => !ofWarehouse(stack))
          .map(({ id, properties }) => {
            const { Variables = {} } = (properties.Environment ?? {}) as { Variables?: object };
            const { Handler, Runtime, Timeout, MemorySize } = properties;
            return { id, Handler, Runtime, Timeout, MemorySize, variables: Object.keys(Variables).sort() };
          });
      const told = functionsOf(emulator).filter(({ variables }) =>
        variables.includes('AWS_ENDPOINT_URL_REDSHIFT_DATA'),
      );
      expect(told.map(({ id }) => id.replace(/Function\w+$/, '')).sort()).toEqual(['Gold', 'Load', 'Migrate']);
      const untold = functionsOf(emulator).map((each) => ({
        ...each,
        variables: each.variables.filter((name) => name !== 'AWS_ENDPOINT_URL_REDSHIFT_DATA'),
      }));
      expect(untold).toEqual(functionsOf(dev));
    });
  });
}

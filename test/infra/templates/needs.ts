import { describe, expect, it } from 'vitest';
import { deployNeeds } from '../../../lib/operate/doctor/deploy-needs.ts';
import type { SynthesisedApp } from '../synthesised-app.ts';

/** What `doctor` looks for in an account is what the templates take of it. */
export function describeNeeds(app: SynthesisedApp): void {
  const needs = deployNeeds(app.config);

  describe('what doctor asks for', () => {
    it('is every execution that a function reserves, and the 100 that Lambda wants left then', () => {
      const functions = app.ofType('AWS::Lambda::Function');
      const reserved = functions.map(({ properties }) => Number(properties.ReservedConcurrentExecutions ?? 0));
      expect(reserved.reduce((sum, one) => sum + one, 0)).toBe(needs.executions - 100);
    });

    it('is the warehouse: its workgroup, its namespace, its RPUs', () => {
      expect(app.ofType('AWS::RedshiftServerless::Namespace')).toHaveLength(needs.namespaces);
      const workgroups = app
        .ofType('AWS::RedshiftServerless::Workgroup')
        .map(({ properties }) => properties.MaxCapacity);
      expect(workgroups).toEqual(Array.from({ length: needs.workgroups }, () => needs.rpus));
    });

    it('is the network: one VPC, these zones, and nothing else that has a tight quota', () => {
      expect(app.ofType('AWS::EC2::VPC')).toHaveLength(needs.vpcs);
      const zones = app.ofType('AWS::EC2::Subnet').map(({ properties }) => properties.AvailabilityZone);
      expect(zones).toEqual(needs.zones);
      for (const type of ['AWS::EC2::EIP', 'AWS::EC2::NatGateway', 'AWS::EC2::InternetGateway'])
        expect(app.ofType(type), type).toEqual([]);
    });

    it('is the stacks, and the bootstrap version that they ask for', () => {
      expect(app.stacks.map(({ name }) => name).sort()).toEqual([...needs.stacks].sort());
      const versions = app.stacks.map(({ bootstrapVersion }) => bootstrapVersion);
      expect(new Set(versions)).toEqual(new Set([needs.bootstrapVersion]));
    });
  });
}

import { describe, expect, it } from 'vitest';
import { allowedTo, listOf, statementsOf } from '../policies.ts';
import type { Properties, SynthesisedApp } from '../synthesised-app.ts';

/** What must be true of the warehouse and of the network it stands in. */
export function describeWarehouse(app: SynthesisedApp): void {
  const namespace = app.one('AWS::RedshiftServerless::Namespace');
  const workgroup = app.one('AWS::RedshiftServerless::Workgroup');
  const { baseCapacityRpu, dailyRpuHours } = app.config.warehouse;
  const silver = `arn:aws:s3:::${app.config.buckets.silver}`;

  describe('the warehouse', () => {
    it('stands in private subnets in three zones', () => {
      const subnets = app.ofType('AWS::EC2::Subnet');
      expect([...listOf(workgroup.properties.SubnetIds)].sort()).toEqual(subnets.map(({ id }) => id).sort());
      expect(new Set(subnets.map(({ properties }) => properties.AvailabilityZone)).size).toBe(3);
      expect(subnets.every(({ properties }) => properties.MapPublicIpOnLaunch === false)).toBe(true);
    });

    it('has no way out but the S3 gateway endpoint', () => {
      for (const type of [
        'NatGateway',
        'InternetGateway',
        'EgressOnlyInternetGateway',
        'EIP',
        'Route',
        'TransitGateway',
      ]) {
        expect([type, app.ofType(`AWS::EC2::${type}`)]).toEqual([type, []]);
      }
      const endpoint = app.one('AWS::EC2::VPCEndpoint').properties;
      expect(endpoint).toMatchObject({
        VpcEndpointType: 'Gateway',
        ServiceName: `com.amazonaws.${app.config.region}.s3`,
      });
      expect(listOf(endpoint.RouteTableIds)).toHaveLength(app.ofType('AWS::EC2::RouteTable').length);
      const group = app.one('AWS::EC2::SecurityGroup').properties;
      expect(group.SecurityGroupIngress).toBeUndefined();
      expect(app.ofType('AWS::EC2::SecurityGroupIngress')).toEqual([]);
      expect(group.SecurityGroupEgress).toMatchObject([{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }]);
    });

    it('lets through that endpoint what COPY and UNLOAD may do, each under its role, and nothing else', () => {
      const admitted = statementsOf(app.one('AWS::EC2::VPCEndpoint').properties.PolicyDocument);
      const needed = app
        .ofType('AWS::IAM::Role')
        .filter(({ id }) => /^(Copy|Unload)Role/.test(id))
        .flatMap((role) =>
          allowedTo(app, role.id)
            .filter(({ actions }) => actions.every((action) => action.startsWith('s3:')))
            .map((statement) => ({
              ...statement,
              principals: ['*'],
              conditions: { ...statement.conditions, ArnEquals: { 'aws:PrincipalArn': app.arnOf(role) } },
            })),
        );
      expect(needed).toHaveLength(4);
      expect(admitted).toHaveLength(4);
      expect(admitted).toEqual(expect.arrayContaining(needed));
    });

    it('stands in a network whose traffic is logged, all of it', () => {
      const { properties } = app.one('AWS::EC2::FlowLog');
      expect(properties).toMatchObject({
        ResourceType: 'VPC',
        ResourceId: app.one('AWS::EC2::VPC').id,
        TrafficType: 'ALL',
        LogDestinationType: 'cloud-watch-logs',
        LogGroupName: app.one('AWS::Logs::LogGroup', 'FlowLogs').id,
      });
    });

    it('keeps no password of ours, logs, and is encrypted under the key', () => {
      const { properties } = namespace;
      const key = app.one('AWS::KMS::Key').id;
      expect(properties).toMatchObject({ ManageAdminPassword: true, KmsKeyId: key, AdminPasswordSecretKmsKeyId: key });
      expect(properties.AdminUserPassword).toBeUndefined();
      expect([...listOf(properties.LogExports)].sort()).toEqual(['connectionlog', 'useractivitylog', 'userlog']);
      expect(properties.DbName).toBe(app.outputs.DatabaseName);
    });

    it('is not public, routes inside its network and asks for TLS', () => {
      expect(workgroup.properties).toMatchObject({ PubliclyAccessible: false, EnhancedVpcRouting: true });
      const settings = (workgroup.properties.ConfigParameters as Properties[]).map((each) => [
        each.ParameterKey,
        each.ParameterValue,
      ]);
      const settled = Object.fromEntries(settings);
      expect(settled).toMatchObject({ require_ssl: 'true', enable_user_activity_logging: 'true' });
      expect(Number(settled.max_query_execution_time)).toBeGreaterThan(0);
      expect(Number(settled.max_query_execution_time)).toBeLessThanOrEqual(4 * 3600);
    });

    it('has a ceiling of capacity, and an alarm at a ceiling of use that stops nothing', () => {
      expect(workgroup.properties.BaseCapacity).toBe(baseCapacityRpu);
      expect(Number(workgroup.properties.MaxCapacity)).toBeGreaterThan(baseCapacityRpu);
      expect(Number(workgroup.properties.MaxCapacity)).toBeLessThanOrEqual(8 * baseCapacityRpu);
      const alarm = app.one('AWS::CloudWatch::Alarm', 'WarehouseUsage').properties;
      expect(alarm).toMatchObject({
        Namespace: 'AWS/Redshift-Serverless',
        Threshold: dailyRpuHours * 3600,
        TreatMissingData: 'notBreaching',
        Period: 86_400,
        Statistic: 'Sum',
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Dimensions: [{ Name: 'Workgroup', Value: String(workgroup.properties.WorkgroupName) }],
        AlarmActions: [app.arnOf(app.one('AWS::SNS::Topic'))],
      });
    });

    it('reads with COPY what is staged and nothing else of the lake', () => {
      const statements = allowedTo(app, 'CopyRole');
      const ofS3 = statements.filter(({ actions }) => actions.some((action) => action.startsWith('s3:')));
      expect(ofS3.map(({ actions, resources }) => ({ actions, resources }))).toEqual([
        { actions: ['s3:GetObject'], resources: [`${silver}/_staged/*`] },
        { actions: ['s3:ListBucket'], resources: [silver] },
      ]);
      expect(ofS3[1]?.conditions).toEqual({ StringLike: { 's3:prefix': '_staged/*' } });
      const others = statements.filter((statement) => !ofS3.includes(statement));
      expect(others.map(({ actions, resources }) => ({ actions, resources }))).toEqual([
        { actions: ['kms:Decrypt'], resources: [app.arnOf(app.one('AWS::KMS::Key'))] },
      ]);
    });

    it('writes with UNLOAD to the Gold bucket alone', () => {
      const gold = `arn:aws:s3:::${app.config.buckets.gold}`;
      const ofS3 = allowedTo(app, 'UnloadRole').filter(({ actions }) =>
        actions.some((action) => action.startsWith('s3:')),
      );
      expect(new Set(ofS3.flatMap(({ resources }) => resources))).toEqual(new Set([gold, `${gold}/*`]));
    });

    it('lends its roles to Redshift in this account alone', () => {
      const roles = app.ofType('AWS::IAM::Role').filter(({ id }) => /^(Copy|Unload)Role/.test(id));
      expect(listOf(namespace.properties.IamRoles)).toEqual(roles.map(app.arnOf));
      for (const { properties } of roles) {
        expect(properties.AssumeRolePolicyDocument).toMatchObject({
          // Redshift management guide, "Granting permissions to Amazon Redshift Serverless": under both names.
          Statement: [
            {
              Principal: { Service: ['redshift-serverless.amazonaws.com', 'redshift.amazonaws.com'] },
              Condition: { StringEquals: { 'aws:SourceAccount': app.config.account } },
            },
          ],
        });
      }
    });
  });
}

import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnNamespace, CfnWorkgroup } from 'aws-cdk-lib/aws-redshiftserverless';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';
import { createLogGroup } from './log-group.ts';
import type { StorageStack } from './storage-stack.ts';
import { admitThroughEndpoint, createCopyRole, createUnloadRole } from './warehouse-roles.ts';

/** What the rest of the app knows of the warehouse. */
export type Warehouse = {
  readonly workgroupName: string;
  readonly workgroupArn: string;
  readonly databaseName: string;
  readonly copyRole: Role;
  readonly unloadRole: Role;
  readonly adminSecretArn: string;
};

/** Redshift Serverless without a way in but the Data API, and without a way out but S3. */
export class WarehouseStack extends Stack implements Warehouse {
  readonly databaseName = 'paylake';
  readonly namespace: CfnNamespace;
  readonly workgroup: CfnWorkgroup;
  readonly copyRole: Role;
  readonly unloadRole: Role;
  readonly adminSecretArn: string;

  constructor(scope: Construct, id: string, config: EnvironmentConfig, storage: StorageStack, props: StackProps) {
    super(scope, id, props);
    const vpc = this.createVpc(config, storage);
    const securityGroup = new SecurityGroup(this, 'WarehouseSecurityGroup', {
      vpc,
      description: 'The warehouse reaches S3 through the gateway endpoint and nothing else',
      allowAllOutbound: false,
    });
    securityGroup.addEgressRule(Peer.anyIpv4(), Port.HTTPS, 'S3: the only route is the gateway endpoint');
    this.copyRole = createCopyRole(this, config, storage);
    this.unloadRole = createUnloadRole(this, config, storage);
    const s3 = vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
    admitThroughEndpoint(s3, config, this);
    const logExports = ['userlog', 'connectionlog', 'useractivitylog'];
    // Redshift would make them itself, under no key and for good (management guide, "Audit logging for Serverless").
    const logs = logExports.map((name) =>
      createLogGroup(this, name, { config, key: storage.key, name: `/aws/redshift/paylake-${config.name}/${name}` }),
    );
    this.namespace = new CfnNamespace(this, 'Namespace', {
      namespaceName: `paylake-${config.name}`,
      dbName: this.databaseName,
      adminUsername: 'paylake_admin',
      manageAdminPassword: true,
      adminPasswordSecretKmsKeyId: storage.key.keyId,
      kmsKeyId: storage.key.keyId,
      iamRoles: [this.copyRole.roleArn, this.unloadRole.roleArn],
      logExports,
      ...(config.protectData && {
        finalSnapshotName: `paylake-${config.name}-final`,
        finalSnapshotRetentionPeriod: 90,
      }),
    });
    this.namespace.node.addDependency(...logs);
    this.namespace.applyRemovalPolicy(config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
    this.workgroup = new CfnWorkgroup(this, 'Workgroup', {
      workgroupName: `paylake-${config.name}`,
      namespaceName: this.namespace.namespaceName,
      baseCapacity: config.warehouse.baseCapacityRpu,
      // The ceiling of what a load may scale to; what a day may use is watched by an alarm, which never stops the 06:00 run.
      maxCapacity: config.warehouse.baseCapacityRpu * 4,
      publiclyAccessible: false,
      enhancedVpcRouting: true,
      subnetIds: vpc.isolatedSubnets.map((subnet) => subnet.subnetId),
      securityGroupIds: [securityGroup.securityGroupId],
      configParameters: [
        { parameterKey: 'require_ssl', parameterValue: 'true' },
        { parameterKey: 'enable_user_activity_logging', parameterValue: 'true' },
        { parameterKey: 'max_query_execution_time', parameterValue: '3600' },
      ],
    });
    this.workgroup.addResourceDependency(this.namespace);
    this.adminSecretArn = this.readAdminSecretArn(config, storage);
  }

  get workgroupName(): string {
    return this.workgroup.workgroupName;
  }

  get workgroupArn(): string {
    return this.workgroup.attrWorkgroupWorkgroupArn;
  }

  /** CloudFormation does not tell where Redshift keeps the admin password it manages (coverage roadmap #2021): ask the service. */
  private readAdminSecretArn(config: EnvironmentConfig, storage: StorageStack): string {
    const { region, account } = this;
    const logGroup = createLogGroup(this, 'AdminSecretLogs', { config, key: storage.key });
    // One of our own: that of the CDK may make log groups, which would outlive the stack.
    const role = new Role(this, 'AdminSecretRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    const lookup = new AwsCustomResource(this, 'AdminSecret', {
      resourceType: 'Custom::AdminSecret',
      installLatestAwsSdk: false,
      role,
      logGroup,
      onUpdate: {
        service: 'redshift-serverless',
        action: 'GetNamespace',
        parameters: { namespaceName: this.namespace.namespaceName },
        outputPaths: ['namespace.adminPasswordSecretArn'],
        physicalResourceId: PhysicalResourceId.of(this.namespace.namespaceName),
      },
      policy: AwsCustomResourcePolicy.fromStatements([
        new PolicyStatement({
          actions: ['redshift-serverless:GetNamespace'],
          resources: [
            `arn:${this.partition}:redshift-serverless:${region}:${account}:namespace/${this.namespace.attrNamespaceNamespaceId}`,
          ],
        }),
      ]),
    });
    lookup.node.addDependency(this.namespace);
    const provider = this.node.findChild(`AWS${AwsCustomResource.PROVIDER_FUNCTION_UUID.replaceAll('-', '')}`);
    acknowledge(
      provider,
      'AwsSolutions-L1',
      'The provider is written and kept by the CDK; it runs at deploy time only',
    );
    return lookup.getResponseField('namespace.adminPasswordSecretArn');
  }

  /** Three zones, as Redshift Serverless asks for; private, no NAT: S3 is reached through its gateway endpoint. */
  private createVpc(config: EnvironmentConfig, storage: StorageStack): Vpc {
    const vpc = new Vpc(this, 'Vpc', {
      maxAzs: 3,
      natGateways: 0,
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [{ name: 'warehouse', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
    });
    const flowLogs = createLogGroup(this, 'FlowLogs', { config, key: storage.key });
    vpc.addFlowLog('FlowLog', { destination: FlowLogDestination.toCloudWatchLogs(flowLogs) });
    return vpc;
  }
}

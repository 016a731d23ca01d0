import { Duration, Size, Tags } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, type LayerVersion, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config.ts';
import { type FunctionName, reservedExecutions } from '../reserved-executions.ts';
import { acknowledgeWildcards } from './acknowledge.ts';
import { bundledCode } from './bundle-functions.ts';
import { keyForEnvironment } from './key-use.ts';
import { createLogGroup } from './log-group.ts';

export type StageFunctionProps = {
  /** Folder under lambdas/ whose handler.ts is the function. */
  folder: FunctionName;
  config: EnvironmentConfig;
  key: IKey;
  /** Every variable of the folder's env.ts. */
  environment: Record<string, string>;
  permissions: PolicyStatement[];
  timeoutSeconds: number;
  memoryMiB?: number;
  /** DuckDB, for functions that work on rows; with it scratch space. */
  engine?: { layers: LayerVersion[]; scratchMiB: number };
  /** Whether it reads sql/ at run time. */
  needsSql?: boolean;
  /** Database role its IAM role takes in the warehouse (principal tag RedshiftDbRoles). */
  databaseRole?: string;
};

const ownObjects = "Objects under prefixes that are the stage's to read or write, or executions of this one machine";
const noResource =
  'X-Ray and the Data API actions that follow a statement take no resource; the latter are limited to own statements';

/** One function with its own role, log group and environment. */
export class StageFunction extends Construct {
  readonly function: NodejsFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: StageFunctionProps) {
    super(scope, id);
    const { config, folder } = props;
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    for (const statement of props.permissions) {
      this.role.addToPolicy(statement);
      acknowledgeWildcards(this.role, statement.resources, ownObjects);
    }
    this.role.addToPolicy(keyForEnvironment(props.key, config));
    acknowledgeWildcards(this.role, ['*'], noResource);
    if (props.databaseRole) Tags.of(this.role).add('RedshiftDbRoles', props.databaseRole);
    const logGroup = createLogGroup(this, 'Logs', props);
    logGroup.grantWrite(this.role);
    this.function = new NodejsFunction(this, 'Function', {
      description: `Paylake ${folder}`,
      code: bundledCode(folder, { needsSql: props.needsSql ?? false }),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: config.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      role: this.role,
      logGroup,
      tracing: Tracing.ACTIVE,
      timeout: Duration.seconds(props.timeoutSeconds),
      memorySize: props.memoryMiB ?? 512,
      ...(props.engine && {
        layers: props.engine.layers,
        ephemeralStorageSize: Size.mebibytes(props.engine.scratchMiB),
      }),
      ...(config.reservedConcurrency > 0 && { reservedConcurrentExecutions: reservedExecutions(config, folder) }),
      environmentEncryption: props.key,
      environment: props.environment,
    });
  }
}

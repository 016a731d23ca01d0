import type { Properties, SynthesisedApp } from '../synthesised-app.ts';
import type { IamRequest } from './evaluate.ts';

/** A request that a service makes in a role's name; `role` is its ARN. */
export type ServiceRequest = IamRequest & { role: string };

const onEverything = (role: string, actions: readonly string[]): ServiceRequest[] =>
  actions.map((action) => ({ role, action, resource: '*' }));

/**
 * What no code of ours asks for and no local endpoint sees: read out of the templates, by what the services' guides say that they
 * do under the role a resource gives them.
 */
export function serviceRequests(app: SynthesisedApp): ServiceRequest[] {
  return [...ofFunctions(app), ...ofMachine(app), ...ofSchedules(app), ...ofFlowLogs(app), ...ofCommands(app)];
}

/** Lambda: logs ("Sending logs to CloudWatch"), traces ("X-Ray"), variables ("Securing environment variables"). */
function ofFunctions(app: SynthesisedApp): ServiceRequest[] {
  return app.ofType('AWS::Lambda::Function').flatMap(({ stack, id, properties }) => {
    const role = String(properties.Role);
    const { LogGroup } = (properties.LoggingConfig ?? {}) as Properties;
    const requests: ServiceRequest[] = LogGroup === undefined ? [] : intoLogs(app, role, String(LogGroup));
    if ((properties.TracingConfig as Properties | undefined)?.Mode === 'Active')
      requests.push(...onEverything(role, ['xray:PutTraceSegments', 'xray:PutTelemetryRecords']));
    if (properties.KmsKeyArn !== undefined) {
      const { account, region } = app.config;
      // CloudFormation names a function after its stack.
      const named = `arn:aws:lambda:${region}:${account}:function:${stack}-${id}`;
      const context = { 'kms:EncryptionContext:aws:lambda:FunctionArn': named };
      requests.push({ role, action: 'kms:Decrypt', resource: String(properties.KmsKeyArn), context });
    }
    return requests;
  });
}

/** Step Functions: "Using CloudWatch Logs to log execution history", "Trace Step Functions request data in X-Ray". */
function ofMachine(app: SynthesisedApp): ServiceRequest[] {
  const deliveries = ['Create', 'Get', 'Update', 'Delete'].map((verb) => `logs:${verb}LogDelivery`);
  const logs = [...deliveries, 'logs:ListLogDeliveries', 'logs:PutResourcePolicy', 'logs:DescribeResourcePolicies'];
  const xray = ['PutTraceSegments', 'PutTelemetryRecords', 'GetSamplingRules', 'GetSamplingTargets'];
  return app
    .ofType('AWS::StepFunctions::StateMachine')
    .flatMap(({ properties }) =>
      onEverything(String(properties.RoleArn), [
        ...logs,
        'logs:DescribeLogGroups',
        ...xray.map((action) => `xray:${action}`),
      ]),
    );
}

/** EventBridge Scheduler: the target, and the dead-letter queue of what could not be delivered. */
function ofSchedules(app: SynthesisedApp): ServiceRequest[] {
  return app.ofType('AWS::Scheduler::Schedule').flatMap(({ properties }) => {
    const { Arn, RoleArn, DeadLetterConfig } = properties.Target as Properties;
    const target = String(Arn);
    const role = String(RoleArn);
    const action = target.includes(':states:') ? 'states:StartExecution' : 'lambda:InvokeFunction';
    const queue = String((DeadLetterConfig as Properties).Arn);
    return [
      { role, action, resource: target },
      { role, action: 'sqs:SendMessage', resource: queue },
    ];
  });
}

/** VPC user guide, "IAM role for publishing flow logs to CloudWatch Logs". */
function ofFlowLogs(app: SynthesisedApp): ServiceRequest[] {
  return app
    .ofType('AWS::EC2::FlowLog')
    .flatMap(({ properties }) =>
      intoLogs(app, String(properties.DeliverLogsPermissionArn), String(properties.LogGroupName)),
    );
}

/** A command finds a deployed environment by its stack; the local target needs none. */
function ofCommands({ config: { account, region, name } }: SynthesisedApp): ServiceRequest[] {
  const resource = `arn:aws:cloudformation:${region}:${account}:stack/Paylake-${name}-Pipeline/id`;
  return [{ role: 'operator', action: 'cloudformation:DescribeStacks', resource }];
}

function intoLogs({ config: { account, region } }: SynthesisedApp, role: string, group: string): ServiceRequest[] {
  const resource = `arn:aws:logs:${region}:${account}:log-group:${group}:log-stream:one`;
  return ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({ role, action, resource }));
}

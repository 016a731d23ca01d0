import { listOf, type Statement, statementsOf } from '../policies.ts';
import type { Properties, Resource, SynthesisedApp, Value } from '../synthesised-app.ts';

/** A role with everything that says what it may do. */
export type RolePolicies = {
  /** Logical id without its hash: `Accept`, `Copy`. */
  name: string;
  /** Logical id: what the local endpoints record its calls under. */
  id: string;
  arn: string;
  trust: Properties;
  managed: string[];
  documents: Properties[];
  statements: Statement[];
};

/** A policy that hangs on a resource; `arn` is what it speaks of. */
export type ResourcePolicy = { arn: string; document: Properties };

/** Every role of the app with its policies, attached and inline. */
export function rolesOf(app: SynthesisedApp): RolePolicies[] {
  const attached = app.ofType('AWS::IAM::Policy');
  const roles = app.ofType('AWS::IAM::Role').map((role) => {
    if (role.properties.PermissionsBoundary !== undefined)
      throw new Error(`the tests do not look at the permissions boundary of ${role.id}`);
    const inline = ((role.properties.Policies ?? []) as Properties[]).map(({ PolicyDocument }) => PolicyDocument);
    const documents = [
      ...attached
        .filter(({ properties }) => listOf(properties.Roles).includes(role.id))
        .map(({ properties }) => properties.PolicyDocument),
      ...inline,
    ] as Properties[];
    return {
      name: role.id.replace(/(Role)?[0-9A-F]{8}$/, ''),
      id: role.id,
      arn: app.arnOf(role),
      trust: role.properties.AssumeRolePolicyDocument as Properties,
      managed: listOf(role.properties.ManagedPolicyArns),
      documents,
      statements: documents.flatMap(statementsOf),
    };
  });
  return [...roles, ...app.ofType('AWS::IAM::ManagedPolicy').map((policy) => person(app, policy))];
}

/** A policy for people stands for whoever has it: by the local target's commands, who are recorded as its name in lower case. */
function person({ config }: SynthesisedApp, { id, properties }: Resource): RolePolicies {
  const name = id.replace(/[0-9A-F]{8}$/, '');
  const document = properties.PolicyDocument as Properties;
  return {
    name,
    id: name.toLowerCase(),
    arn: `arn:aws:iam::${config.account}:role/${name}`,
    trust: {},
    managed: [],
    documents: [document],
    statements: statementsOf(document),
  };
}

/** Every policy on a resource: buckets, key, topic, queue, and whatever else comes to have one. */
export function resourcePolicies(app: SynthesisedApp): ResourcePolicy[] {
  const named = (type: string, subjects: Value | undefined): string => {
    const [subject = ''] = listOf(subjects);
    if (subject.startsWith('arn:')) return subject;
    const found = app
      .ofType(type)
      .find(({ id, properties }) => [id, properties.BucketName].includes(subject.split('/').pop() ?? ''));
    return found ? app.arnOf(found) : subject;
  };
  return app.resources.flatMap((resource): ResourcePolicy[] => {
    const { type, properties } = resource;
    const of = (arn: string, document: Value | undefined): ResourcePolicy[] => [
      { arn, document: document as Properties },
    ];
    switch (type) {
      case 'AWS::S3::BucketPolicy':
        return of(named('AWS::S3::Bucket', properties.Bucket), properties.PolicyDocument);
      case 'AWS::SNS::TopicPolicy':
        return of(named('AWS::SNS::Topic', properties.Topics), properties.PolicyDocument);
      case 'AWS::SQS::QueuePolicy':
        return of(named('AWS::SQS::Queue', properties.Queues), properties.PolicyDocument);
      case 'AWS::KMS::Key':
        return of(app.arnOf(resource), properties.KeyPolicy);
      case 'AWS::EC2::VPCEndpoint':
        return of(app.arnOf(resource), properties.PolicyDocument);
      default:
        if (/Policy$|^AWS::Lambda::Permission$/.test(type) && !/^AWS::IAM::(Managed)?Policy$/.test(type))
          throw new Error(`the tests do not know what ${type} ${resource.id} allows`);
        return [];
    }
  });
}

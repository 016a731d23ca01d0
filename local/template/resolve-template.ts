/*
 * Just enough of CloudFormation to run a synthesised template on a laptop: intrinsic functions resolved to local names. A
 * resource kind nobody asks about keeps its logical id as its name.
 */

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Resource = { Type: string; Properties?: Record<string, Json>; Metadata?: Record<string, Json> };
export type Template = {
  Resources: Record<string, Resource>;
  Outputs?: Record<string, { Value: Json; Export?: { Name: Json } }>;
};

export type Place = { account: string; region: string };

/** The property that names a resource of a kind, where it may be given. */
const nameProperties: Record<string, string> = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
  'AWS::RedshiftServerless::Workgroup': 'WorkgroupName',
  'AWS::RedshiftServerless::Namespace': 'NamespaceName',
};

/** Kinds whose Ref is their ARN. */
const refersByArn = ['AWS::StepFunctions::StateMachine', 'AWS::SNS::Topic', 'AWS::Lambda::LayerVersion'];

/** Resolves expressions of one template; `imports` gives the exported values of the others. */
export function templateResolver(template: Template, place: Place, imports: ReadonlyMap<string, string>) {
  const nameOf = (logicalId: string): string => {
    const resource = template.Resources[logicalId];
    const given = resource?.Properties?.[nameProperties[resource.Type] ?? ''];
    return typeof given === 'string' ? given : logicalId;
  };
  const arnOf = (logicalId: string): string =>
    toArn(template.Resources[logicalId]?.Type ?? '', nameOf(logicalId), place);
  /** An attribute that is an ARN looks like one, since policies name it; any other is known by its path. */
  const attributeOf = (logicalId: string, attribute: string): string => {
    if (attribute === 'Arn' || attribute === 'Workgroup.WorkgroupArn') return arnOf(logicalId);
    if (!attribute.endsWith('SecretArn')) return `${logicalId}.${attribute}`;
    return `arn:aws:secretsmanager:${place.region}:${place.account}:secret:${logicalId}`;
  };
  const pseudo: Record<string, string> = {
    'AWS::Region': place.region,
    'AWS::AccountId': place.account,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::NoValue': '',
  };
  const refer = (logicalId: string): string =>
    pseudo[logicalId] ??
    (refersByArn.includes(template.Resources[logicalId]?.Type ?? '') ? arnOf(logicalId) : nameOf(logicalId));

  const resolve = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const [key, ...others] = Object.keys(value);
    if (key === undefined || others.length > 0 || !(key === 'Ref' || key.startsWith('Fn::'))) {
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolve(item)]));
    }
    return resolveFunction(key, value[key] ?? null);
  };
  const resolveFunction = (key: string, argument: Json): Json => {
    if (key === 'Ref') return refer(String(argument));
    const resolved = resolve(argument);
    const list = Array.isArray(resolved) ? resolved : [];
    switch (key) {
      case 'Fn::GetAtt':
        return attributeOf(String(list[0]), String(list[1]));
      case 'Fn::Join':
        return (Array.isArray(list[1]) ? list[1] : []).join(String(list[0]));
      case 'Fn::Select':
        return (Array.isArray(list[1]) ? list[1] : [])[Number(list[0])] ?? '';
      case 'Fn::Split':
        return String(list[1]).split(String(list[0]));
      case 'Fn::GetAZs':
        return ['a', 'b', 'c'].map((zone) => place.region + zone);
      case 'Fn::ImportValue': {
        const imported = imports.get(String(resolved));
        if (imported === undefined) throw new Error(`no stack exports ${String(resolved)}`);
        return imported;
      }
      default:
        throw new Error(`the local target does not know ${key}`);
    }
  };
  return { resolve, nameOf, arnOf };
}

function toArn(type: string, name: string, { account, region }: Place): string {
  switch (type) {
    case 'AWS::S3::Bucket':
      return `arn:aws:s3:::${name}`;
    case 'AWS::IAM::Role':
      return `arn:aws:iam::${account}:role/${name}`;
    case 'AWS::Lambda::Function':
      return `arn:aws:lambda:${region}:${account}:function:${name}`;
    case 'AWS::StepFunctions::StateMachine':
      return `arn:aws:states:${region}:${account}:stateMachine:${name}`;
    case 'AWS::KMS::Key':
      return `arn:aws:kms:${region}:${account}:key/${name}`;
    case 'AWS::SQS::Queue':
      return `arn:aws:sqs:${region}:${account}:${name}`;
    case 'AWS::Logs::LogGroup':
      return `arn:aws:logs:${region}:${account}:log-group:${name}:*`;
    case 'AWS::RedshiftServerless::Workgroup':
      return `arn:aws:redshift-serverless:${region}:${account}:workgroup/${name}`;
    case 'AWS::SNS::Topic':
      return `arn:aws:sns:${region}:${account}:${name}`;
    default:
      return `arn:aws:local:${region}:${account}:${name}`;
  }
}

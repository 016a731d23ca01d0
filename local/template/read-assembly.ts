import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Place, type Resource, type Template, templateResolver } from './resolve-template.ts';

/** A function as the template describes it. */
export type LocalFunction = {
  name: string;
  arn: string;
  /** Folder with the bundle, and the folders of its layers. */
  code: string;
  layers: string[];
  handler: string;
  environment: Record<string, string>;
  timeoutSeconds: number;
  memoryMiB: number;
  /** Logical id of its role: what its calls are recorded under. */
  role: string;
};

/** What the local target runs: taken from the synthesised templates, nothing added. */
export type Assembly = {
  functions: LocalFunction[];
  machine: { arn: string; name: string; definition: string; role: string };
  /** Functions that run when the stack is deployed. */
  triggers: string[];
  buckets: string[];
  outputs: Record<string, string>;
  /** Database roles of every IAM role, by its logical id: its tag `RedshiftDbRoles`. */
  databaseRoles: Map<string, string[]>;
};

/** Reads a synthesised app. Throws for anything in it that the local target would have to guess. */
export function readAssembly(folder: string, place: Place): Assembly {
  const stacks = readdirSync(folder)
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => ({
      template: readJson<Template>(join(folder, file)),
      assets: readAssets(folder, file.replace('.template.json', '.assets.json')),
    }));
  const exports = new Map<string, string>();
  for (const { template } of stacks) {
    const { resolve } = templateResolver(template, place, exports);
    for (const { Value, Export } of Object.values(template.Outputs ?? {})) {
      if (Export) exports.set(String(resolve(Export.Name)), String(resolve(Value)));
    }
  }
  const assembly: Assembly = {
    functions: [],
    machine: { arn: '', name: '', definition: '', role: '' },
    triggers: [],
    buckets: [],
    outputs: {},
    databaseRoles: new Map(),
  };
  for (const { template, assets } of stacks)
    addStack(assembly, template, assets, templateResolver(template, place, exports));
  if (assembly.machine.definition === '') throw new Error(`no state machine in ${folder}`);
  return assembly;
}

type Resolver = ReturnType<typeof templateResolver>;

function addStack(
  assembly: Assembly,
  template: Template,
  assets: ReadonlyMap<string, string>,
  resolver: Resolver,
): void {
  const { resolve, nameOf, arnOf } = resolver;
  const ofType = (type: string): [string, Resource][] =>
    Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
  const read = (resource: Resource): Record<string, unknown> =>
    resolve(resource.Properties ?? {}) as Record<string, unknown>;
  assembly.buckets.push(...ofType('AWS::S3::Bucket').map(([id]) => nameOf(id)));
  for (const [id, resource] of ofType('AWS::IAM::Role')) {
    const tags = resolve(resource.Properties?.Tags ?? []) as { Key: string; Value: string }[];
    const names = tags.find(({ Key }) => Key === 'RedshiftDbRoles')?.Value ?? '';
    assembly.databaseRoles.set(nameOf(id), names.split(':').filter(Boolean));
  }
  for (const [id, resource] of ofType('AWS::Lambda::Function')) {
    const folder = folderOf(resource.Properties?.Code, assets);
    if (folder === undefined) continue;
    const properties = read(resource);
    const environment = (properties.Environment as { Variables?: Record<string, string> } | undefined)?.Variables ?? {};
    assembly.functions.push({
      name: nameOf(id),
      arn: arnOf(id),
      code: folder,
      layers: ofType('AWS::Lambda::LayerVersion')
        .filter(([layer]) => (properties.Layers as string[] | undefined)?.includes(arnOf(layer)))
        .flatMap(([, layer]) => folderOf(layer.Properties?.Content, assets) ?? []),
      handler: String(properties.Handler),
      environment,
      timeoutSeconds: Number(properties.Timeout ?? 3),
      memoryMiB: Number(properties.MemorySize ?? 128),
      role: roleOf(properties.Role),
    });
  }
  for (const [id, resource] of ofType('AWS::StepFunctions::StateMachine')) {
    const { DefinitionString, RoleArn } = read(resource);
    const role = roleOf(RoleArn);
    assembly.machine = { arn: arnOf(id), name: nameOf(id), definition: String(DefinitionString), role };
  }
  for (const [, resource] of ofType('Custom::Trigger')) assembly.triggers.push(triggered(template, resource, resolver));
  for (const [name, { Value, Export }] of Object.entries(template.Outputs ?? {})) {
    if (!Export) assembly.outputs[name] = String(resolve(Value));
  }
}

/** Logical id of a role: what its calls are recorded under. */
function roleOf(arn: unknown): string {
  return String(arn).split('/').pop() ?? '';
}

/** A trigger names a version of a function. */
function triggered(template: Template, resource: Resource, { arnOf }: Resolver): string {
  const handler = resource.Properties?.HandlerArn as { Ref?: string } | undefined;
  const version = template.Resources[handler?.Ref ?? '']?.Properties?.FunctionName as { Ref?: string } | undefined;
  if (!version?.Ref) throw new Error('a trigger of another form than the CDK writes');
  return arnOf(version.Ref);
}

function folderOf(code: unknown, assets: ReadonlyMap<string, string>): string | undefined {
  const key = (code as { S3Key?: unknown } | undefined)?.S3Key;
  return typeof key === 'string' ? assets.get(key) : undefined;
}

function readAssets(folder: string, file: string): Map<string, string> {
  type Assets = {
    files?: Record<string, { source: { path: string }; destinations: Record<string, { objectKey: string }> }>;
  };
  const { files = {} } = readJson<Assets>(join(folder, file));
  return new Map(
    Object.values(files).flatMap(({ source, destinations }) =>
      Object.values(destinations).map(({ objectKey }): [string, string] => [objectKey, join(folder, source.path)]),
    ),
  );
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

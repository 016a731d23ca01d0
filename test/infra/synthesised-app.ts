import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type EnvironmentConfig, findEnvironment } from '../../lib/config.ts';
import { type Template, templateResolver } from '../../local/template/resolve-template.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A resource with its properties resolved to plain values, as CloudFormation would see them. */
export type Resource = {
  stack: string;
  id: string;
  type: string;
  path: string;
  deletionPolicy: string | undefined;
  updateReplacePolicy: string | undefined;
  dependsOn: string[];
  properties: Properties;
};
export type Properties = { [name: string]: Value };
export type Value = string | number | boolean | null | Value[] | Properties;

export type SynthesisedApp = {
  config: EnvironmentConfig;
  resources: Resource[];
  /** All of one type. */
  ofType(type: string): Resource[];
  /** The one of a type whose logical id begins so. */
  one(type: string, idStart?: string): Resource;
  arnOf(resource: Resource): string;
  /** Outputs people use, of all stacks. */
  outputs: Record<string, Value>;
  /** `bootstrapVersion` is the one of the CDK's own stack that deploying it asks for. */
  stacks: { name: string; terminationProtection: boolean; bootstrapVersion: number }[];
  validation: { pluginReports: PluginReport[] };
  /** Folder of an asset by its object key. */
  assetFolder(objectKey: string): string;
  remove(): void;
};
export type PluginReport = {
  pluginName: string;
  conclusion: string;
  violations: Finding[];
  suppressedViolations?: Finding[];
};
export type Finding = { ruleName: string; reason?: string; violatingConstructs: { constructPath: string }[] };

/**
 * Synthesises the app of an environment by its own entry point, without any credentials in reach, and without bundles: that takes a
 * fraction of the time, and the templates are the same but for the names of the assets.
 */
async function synthesiseApp(environment: string): Promise<SynthesisedApp> {
  const folder = mkdtempSync(join(tmpdir(), `paylake-synth-${environment}-`));
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS_|CDK_|DOCKER_)/.test(name));
  const env = {
    ...Object.fromEntries(own),
    CDK_OUTDIR: folder,
    CDK_CONTEXT_JSON: JSON.stringify({
      environment,
      'aws:cdk:enable-path-metadata': true,
      'aws:cdk:bundling-stacks': [],
    }),
    CDK_DOCKER: 'there-is-no-docker',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  try {
    await promisify(execFile)(process.execPath, [join(root, 'bin/app.ts')], { cwd: root, env, maxBuffer: 2 ** 26 });
    return readApp(environment, folder);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Several at once; when one fails none is left behind. */
export async function synthesiseApps(environments: readonly string[]): Promise<SynthesisedApp[]> {
  const settled = await Promise.allSettled(environments.map(synthesiseApp));
  const apps = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = settled.find((one) => one.status === 'rejected');
  if (!failed) return apps;
  for (const app of apps) app.remove();
  throw failed.reason;
}

/** The app that was synthesised into a folder; `remove` removes the folder. */
export function readApp(environment: string, folder: string): SynthesisedApp {
  const config = findEnvironment(environment);
  const place = { account: config.account, region: config.region };
  const files = readdirSync(folder).filter((file) => file.endsWith('.template.json'));
  const templates = files.map((file) => ({
    stack: file.split('.')[0] ?? '',
    template: readJson<Template>(folder, file),
  }));
  const imports = new Map<string, string>();
  const outputs: Record<string, Value> = {};
  const resources: Resource[] = [];
  const arns = new Map<Resource, string>();
  for (const { template } of templates) {
    const { resolve } = templateResolver(template, place, imports);
    for (const { Value: value, Export } of Object.values(template.Outputs ?? {})) {
      if (Export) imports.set(String(resolve(Export.Name)), String(resolve(value)));
    }
  }
  for (const { stack, template } of templates) {
    const { resolve, arnOf } = templateResolver(template, place, imports);
    for (const [name, { Value: value, Export }] of Object.entries(template.Outputs ?? {})) {
      if (!Export) outputs[name] = resolve(value);
    }
    for (const [id, raw] of Object.entries(template.Resources)) {
      const { DeletionPolicy, UpdateReplacePolicy, DependsOn } = raw as {
        DeletionPolicy?: string;
        UpdateReplacePolicy?: string;
        DependsOn?: string | string[];
      };
      const resource: Resource = {
        stack,
        id,
        type: raw.Type,
        path: String(raw.Metadata?.['aws:cdk:path'] ?? ''),
        deletionPolicy: DeletionPolicy,
        updateReplacePolicy: UpdateReplacePolicy,
        dependsOn: [DependsOn ?? []].flat(),
        properties: resolve(raw.Properties ?? {}) as Properties,
      };
      arns.set(resource, arnOf(id));
      resources.push(resource);
    }
  }
  const assets = readAssets(folder);
  const ofType = (type: string): Resource[] => resources.filter((resource) => resource.type === type);
  return {
    config,
    resources,
    outputs,
    ofType,
    one: (type, idStart = '') => {
      const [only, ...others] = ofType(type).filter(({ id }) => id.startsWith(idStart));
      if (!only || others.length > 0) throw new Error(`${others.length + (only ? 1 : 0)} resources ${type} ${idStart}`);
      return only;
    },
    arnOf: (resource) => arns.get(resource) ?? '',
    stacks: readStacks(folder),
    validation: readJson(folder, 'validation-report.json'),
    assetFolder: (key) => join(folder, assets.get(key) ?? `no asset ${key}`),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function readStacks(folder: string): SynthesisedApp['stacks'] {
  type Properties = { terminationProtection?: boolean; requiresBootstrapStackVersion?: number };
  type Artifact = { type: string; properties?: Properties };
  const { artifacts } = readJson<{ artifacts: Record<string, Artifact> }>(folder, 'manifest.json');
  return Object.entries(artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([name, { properties }]) => ({
      name,
      terminationProtection: properties?.terminationProtection === true,
      bootstrapVersion: properties?.requiresBootstrapStackVersion ?? 0,
    }));
}

function readAssets(folder: string): Map<string, string> {
  type Assets = {
    files: Record<string, { source: { path: string }; destinations: Record<string, { objectKey: string }> }>;
  };
  const manifests = readdirSync(folder).filter((file) => file.endsWith('.assets.json'));
  const files = manifests.flatMap((file) => Object.values(readJson<Assets>(folder, file).files));
  return new Map(
    files.flatMap(({ source, destinations }) =>
      Object.values(destinations).map(({ objectKey }): [string, string] => [objectKey, source.path]),
    ),
  );
}

function readJson<T>(folder: string, file: string): T {
  // The CDK's own provider names a managed policy by Fn::Sub, which the local target need not know.
  const withoutSub = (_: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && 'Fn::Sub' in value ? value['Fn::Sub'] : value;
  return JSON.parse(readFileSync(join(folder, file), 'utf8'), withoutSub) as T;
}

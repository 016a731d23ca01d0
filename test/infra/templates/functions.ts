import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { datasets } from '../../../lib/datasets/index.ts';
import { pipeline, type StageName, stageNames } from '../../../lib/pipeline.ts';
import { listOf } from '../policies.ts';
import type { Properties, Resource, SynthesisedApp } from '../synthesised-app.ts';

/** A function and its layers may be so large unzipped (AWS Lambda quotas). */
const unzippedLimit = 250 * 1024 * 1024;

const engines = ['accept', 'rank', 'stage', 'publish'];

/** The functions we wrote, by the folder under lambdas/ they come from. */
export function ownFunctions(app: SynthesisedApp): Map<string, Resource> {
  const own = app.ofType('AWS::Lambda::Function').flatMap((resource): [string, Resource][] => {
    const folder = /^Paylake (\w+)$/.exec(String(resource.properties.Description))?.[1];
    return folder ? [[folder, resource]] : [];
  });
  return new Map(own);
}

/** Whether the flow runs the stage once for each of many items. */
function isParallel(folder: string): boolean {
  return Object.entries(pipeline).some(([stage, { forEach }]) => stage === folder && forEach !== undefined);
}

/** What must be true of every function. */
export function describeFunctions(app: SynthesisedApp): void {
  const own = ownFunctions(app);
  const functions = [...own].map(([folder, { properties }]) => ({ folder, properties }));
  const cpu = app.config.architecture;

  describe('functions', () => {
    it('are the stages, the migration and the watch; a generator only where the environment has one', () => {
      const expected = stageNames.filter((name) => name !== 'generate' || app.config.generator);
      expect([...own.keys()].sort()).toEqual([...expected, 'migrate', 'watch'].sort());
      const plan = own.get('plan')?.properties.Environment;
      expect(plan).toMatchObject({ Variables: { GENERATOR: app.config.generator ? 'on' : 'off' } });
    });

    it.each(['report', 'fail', 'watch'])('%s names commands of its own environment in its messages', (folder) => {
      const flags = app.config.name === 'local' ? '' : ` --target ${app.config.name}`;
      expect(own.get(folder)?.properties.Environment).toMatchObject({ Variables: { TARGET_FLAGS: flags } });
    });

    it.each(functions)('$folder runs on Node 24 outside the network, traced, bounded', ({ folder, properties }) => {
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: [cpu],
        TracingConfig: { Mode: 'Active' },
        KmsKeyArn: app.arnOf(app.one('AWS::KMS::Key')),
        // Runs of every dataset at once, each with all that it may have at a time.
        ReservedConcurrentExecutions: isParallel(folder)
          ? app.config.reservedConcurrency * Object.keys(datasets).length
          : Math.max(2, Object.keys(datasets).length),
      });
      expect(properties.VpcConfig).toBeUndefined();
      expect(Number(properties.MemorySize)).toBeGreaterThanOrEqual(256);
      const stage = stageNames.find((name): name is StageName => name === folder);
      if (stage) expect(properties.Timeout).toBe(pipeline[stage].timeoutSeconds);
      expect(Number(properties.Timeout)).toBeLessThanOrEqual(900);
    });

    it('leave a map its concurrency', () => {
      for (const { forEach } of Object.values(pipeline)) {
        if (forEach) expect(forEach.concurrency).toBeLessThanOrEqual(app.config.reservedConcurrency);
      }
    });

    it('have a role each, and a log group each that forgets as the environment says', () => {
      const roles = functions.map(({ properties }) => properties.Role);
      expect(new Set(roles).size).toBe(functions.length);
      const groups = functions.map(({ properties }) => (properties.LoggingConfig as Properties).LogGroup);
      expect(new Set(groups).size).toBe(functions.length);
      for (const group of app.ofType('AWS::Logs::LogGroup')) {
        const retention = groups.includes(group.id) ? app.config.logRetentionDays : expect.any(Number);
        expect([group.id, group.properties.RetentionInDays]).toEqual([group.id, retention]);
        expect(Number(group.properties.RetentionInDays)).toBeGreaterThanOrEqual(30);
        expect(group.properties.KmsKeyId).toBe(app.arnOf(app.one('AWS::KMS::Key')));
      }
    });

    it('are reached through AWS alone: no address, no permission for others, no user with keys', () => {
      const doors = app.resources.filter(({ type }) =>
        /^AWS::(Lambda::(Url|Permission|EventSourceMapping)|ApiGateway|AppSync|CloudFront|ElasticLoadBalancing|IAM::(User|Group|AccessKey))/.test(
          type,
        ),
      );
      expect(doors).toEqual([]);
    });

    it('that work on rows have DuckDB, memory beyond its limit and scratch space; the others none', () => {
      const [layer, ...others] = app.ofType('AWS::Lambda::LayerVersion');
      expect(others).toEqual([]);
      expect(layer?.properties).toMatchObject({ CompatibleArchitectures: [cpu], CompatibleRuntimes: ['nodejs24.x'] });
      for (const { folder, properties } of functions) {
        const { Variables } = properties.Environment as { Variables: Properties };
        const isEngine = engines.includes(folder);
        expect([folder, listOf(properties.Layers)]).toEqual([folder, isEngine ? [app.arnOf(layer as Resource)] : []]);
        expect([folder, 'DUCKDB_MEMORY_MIB' in Variables]).toEqual([folder, isEngine]);
        if (!isEngine) continue;
        expect(Number(properties.MemorySize)).toBeGreaterThanOrEqual(Number(Variables.DUCKDB_MEMORY_MIB) + 1024);
        expect(properties.EphemeralStorage).toEqual({ Size: 10_240 });
      }
    });

    it('have DuckDB with the binding of their processor in that layer', () => {
      const layer = layerOf(app);
      const binding = `@duckdb/node-bindings-linux-${cpu === 'arm64' ? 'arm64' : 'x64'}`;
      expect(existsSync(join(layer, 'nodejs/node_modules', binding))).toBe(true);
      expect(existsSync(join(layer, 'nodejs/node_modules/@duckdb/node-api'))).toBe(true);
    });
  });
}

/** What must be true of the code of `bundled`, with the layer that `deployed` puts under it. */
export function describeBundles(bundled: SynthesisedApp, deployed: SynthesisedApp): void {
  const bundles = [...ownFunctions(bundled)].map(([folder, { properties }]): [string, string] => [
    folder,
    bundled.assetFolder(String((properties.Code as Properties).S3Key)),
  ]);

  describe('bundles', () => {
    it('are there for every function', () => {
      const folders = bundles.map(([folder]) => folder);
      expect(folders).toEqual(expect.arrayContaining([...ownFunctions(deployed).keys()]));
    });

    it('stay below 250 MB unzipped with their layer', () => {
      const layerBytes = folderBytes(layerOf(deployed));
      for (const [folder, bundle] of bundles) {
        const total = folderBytes(bundle) + (engines.includes(folder) ? layerBytes : 0);
        expect(existsSync(join(bundle, 'index.js'))).toBe(true);
        expect([folder, total < unzippedLimit]).toEqual([folder, true]);
      }
    });

    it('that talk to the warehouse carry the SQL text', () => {
      const carriers = bundles.filter(([, bundle]) => existsSync(join(bundle, 'sql/ddl'))).map(([folder]) => folder);
      expect(carriers.sort()).toEqual(['gold', 'load', 'migrate']);
    });
  });
}

function layerOf(app: SynthesisedApp): string {
  return app.assetFolder(String((app.one('AWS::Lambda::LayerVersion').properties.Content as Properties).S3Key));
}

function folderBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

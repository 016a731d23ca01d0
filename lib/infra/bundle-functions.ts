import { cpSync, globSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Of this process; always as deep, since source maps name their sources from it. */
const bundles = join(root, `node_modules/.cache/paylake/bundles-${process.pid}`);
let isBuilt = false;

/**
 * The code of a function under lambdas/: its handler and all it needs in one file, and sql/ beside it where it is read at run
 * time. All functions are bundled at once, since they share most of their sources: that takes a third of the time.
 */
export function bundledCode(folder: string, { needsSql }: { needsSql: boolean }): Code {
  return Code.fromAsset(root, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never used: bundling happens on this machine. The command tells the functions' assets apart.
      image: DockerImage.fromRegistry('none'),
      command: [folder],
      local: {
        tryBundle: (output) => {
          if (!isBuilt) buildAll();
          cpSync(join(bundles, folder), output, { recursive: true });
          if (needsSql) cpSync(join(root, 'sql'), join(output, 'sql'), { recursive: true });
          return true;
        },
      },
    },
  });
}

function buildAll(): void {
  const handlers = globSync('lambdas/*/handler.ts', { cwd: root });
  process.once('exit', () => rmSync(bundles, { recursive: true, force: true }));
  buildSync({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(handlers.map((path) => [`${basename(dirname(path))}/index`, path])),
    outdir: bundles,
    bundle: true,
    platform: 'node',
    target: 'node24',
    // A layer is found through NODE_PATH, which only require() looks at.
    format: 'cjs',
    // A package's ES modules before its CommonJS: what no function uses is left out.
    mainFields: ['module', 'main'],
    // The SDK imports node:http when it first calls; as an import (not a require) that loads all of undici too.
    supported: { 'dynamic-import': false },
    // DuckDB's JavaScript is in the bundle, one file instead of a hundred to load; the layer has the native binding.
    external: ['@duckdb/node-bindings'],
    define: { 'import.meta.dirname': '__dirname' },
    sourcemap: true,
    minify: true,
    keepNames: true,
    logLevel: 'error',
  });
  isBuilt = true;
}

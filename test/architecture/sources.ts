import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A source file: its path from the root, its text, and what it imports. */
export type Source = { path: string; text: string; lines: number; imports: Import[] };
/** `target` is a path from the root, or a package's name with its subpath. Types vanish, so they bind nothing at run time. */
export type Import = { target: string; isType: boolean };

/** Every source file under the prefixes, in path order. */
export function readSources(prefixes: readonly string[]): Source[] {
  const paths = globSync(['bin/**/*.ts', 'lib/**/*.ts', 'lambdas/**/*.ts', 'local/**/*.ts', 'test/**/*.ts'], {
    cwd: root,
  });
  return paths
    .filter((path) => !path.startsWith('local/test/') && prefixes.some((prefix) => path.startsWith(prefix)))
    .sort()
    .map((path) => readSource(path));
}

function readSource(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  return { path, text, lines: text.split('\n').length - 1, imports: importsOf(path, text) };
}

/** What a text imports, as it would from a path. */
export function importsOf(path: string, text: string): Import[] {
  const statements = text.matchAll(/^(?:import|export)\s+(type\s)?([^;'"]*?from\s*)?['"]([^'"]+)['"]/gm);
  const dynamic = [...text.matchAll(/\b(?:import|require)\(\s*['"]([^'"]+)['"]/g)].map(([, target]) => ({
    target: resolve(path, target ?? ''),
    isType: false,
  }));
  const fixed = [...statements].map(([, type, , target]) => ({
    target: resolve(path, target ?? ''),
    isType: type !== undefined,
  }));
  return [...fixed, ...dynamic];
}

function resolve(path: string, target: string): string {
  return target.startsWith('.') ? normalize(join(dirname(path), target)) : target;
}

/** Everything a file pulls in at run time, directly or by way of others: paths and packages. */
export function reachedAtRunTime(path: string, sources: ReadonlyMap<string, Source>): Set<string> {
  const reached = new Set<string>();
  const open = [path];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    for (const { target, isType } of sources.get(next)?.imports ?? []) if (!isType) open.push(target);
  }
  reached.delete(path);
  return reached;
}

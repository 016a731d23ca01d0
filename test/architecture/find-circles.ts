import type { Source } from './sources.ts';

/** The groups of files that reach themselves through their imports at run time, each in path order. */
export function findCircles(sources: readonly Source[]): string[][] {
  const reachable = new Map<string, Set<string>>();
  const byPath = new Map(sources.map((source) => [source.path, source]));
  for (const { path } of sources) {
    const reached = new Set<string>();
    const open = [path];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const { target, isType } of byPath.get(next)?.imports ?? []) {
        if (isType || !byPath.has(target) || reached.has(target)) continue;
        reached.add(target);
        open.push(target);
      }
    }
    reachable.set(path, reached);
  }
  const inCircle = sources.map(({ path }) => path).filter((path) => reachable.get(path)?.has(path));
  const groups = inCircle.map((path) =>
    inCircle.filter((other) => reachable.get(path)?.has(other) && reachable.get(other)?.has(path)).sort(),
  );
  return [...new Map(groups.map((group) => [group.join(' '), group])).values()];
}

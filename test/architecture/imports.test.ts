import { describe, expect, it } from 'vitest';
import { findCircles } from './find-circles.ts';
import { importsOf, reachedAtRunTime, readSources, type Source } from './sources.ts';

const sources = readSources(['bin/', 'lib/', 'lambdas/', 'local/']);
const byPath = new Map(sources.map((source) => [source.path, source]));
const stages = ['plan', 'generate', 'accept', 'rank', 'stage', 'audit', 'publish', 'warehouse', 'report'];
const isCdk = (target: string): boolean => /^(aws-cdk-lib|constructs|cdk-nag)(\/|$)/.test(target);
const isEngine = (target: string): boolean =>
  target.startsWith('@duckdb/') ||
  stages.some((stage) => target.startsWith(`lib/stages/${stage}/`)) ||
  target === 'lib/lake/engine.ts';

/** Imports a rule forbids, as "file -> what it imports". */
function offences(of: (source: Source) => boolean, forbidden: (target: string, source: Source) => boolean): string[] {
  return sources
    .filter(of)
    .flatMap((source) =>
      source.imports
        .filter(({ target }) => forbidden(target, source))
        .map(({ target }) => `${source.path} -> ${target}`),
    );
}
const under =
  (...prefixes: string[]) =>
  (source: Source): boolean =>
    prefixes.some((prefix) => source.path.startsWith(prefix));

describe('imports are read as they are written', () => {
  const cases: [string, string, boolean][] = [
    ["import { a } from '../lake/keys.ts';", 'lib/lake/keys.ts', false],
    ["import {\n  a,\n  type B,\n} from '../lake/keys.ts';", 'lib/lake/keys.ts', false],
    ["import type { A } from './b.ts';", 'lib/x/b.ts', true],
    ["export { a } from './b.ts';", 'lib/x/b.ts', false],
    ["import 'zod';", 'zod', false],
    ["const x = await import('@duckdb/node-api');", '@duckdb/node-api', false],
  ];
  it.each(cases)('%s', (text, target, isType) => {
    expect(importsOf('lib/x/a.ts', text)).toEqual([{ target, isType }]);
  });
});

describe('import rules', () => {
  it('look at the whole program', () => {
    expect(sources.length).toBeGreaterThan(200);
    const missing = offences(
      () => true,
      (target) => /^(lib|lambdas|bin|local)\//.test(target) && target.endsWith('.ts') && !byPath.has(target),
    );
    expect(missing).toEqual([]);
  });

  it('go in no circle, but where a grammar does', () => {
    // A query has expressions, and an expression may be a query: what reads, binds or traces them calls itself.
    const grammar = /^(local\/redshift-data\/sql\/(parse|bind|functions)|lib\/lineage\/sql\/trace)/;
    const circles = findCircles(sources).filter((circle) => !circle.every((path) => grammar.test(path)));
    expect(circles).toEqual([]);
    const import_ = (path: string, target: string): Source => ({
      path,
      text: '',
      lines: 0,
      imports: [{ target, isType: false }],
    });
    expect(findCircles([import_('a', 'b'), import_('b', 'c'), import_('c', 'a'), import_('d', 'a')])).toEqual([
      ['a', 'b', 'c'],
    ]);
  });

  it('contracts import nothing but contracts', () => {
    expect(offences(under('lib/contracts/'), (target) => !target.startsWith('lib/contracts/'))).toEqual([]);
  });

  it('the flow imports nothing', () => {
    expect(byPath.get('lib/pipeline.ts')?.imports).toEqual([]);
  });

  it('no stage imports another stage', () => {
    const others = (target: string, { path }: Source): boolean =>
      stages.some((stage) => target.startsWith(`lib/stages/${stage}/`) && !path.startsWith(`lib/stages/${stage}/`));
    expect(offences(under(...stages.map((stage) => `lib/stages/${stage}/`)), others)).toEqual([]);
  });

  it('what stages share imports no stage', () => {
    const shared = under('lib/lake/', 'lib/run/', 'lib/runtime/', 'lib/feeds/', 'lib/config.ts', 'lib/errors.ts');
    expect(offences(shared, (target) => stages.some((stage) => target.startsWith(`lib/stages/${stage}/`)))).toEqual([]);
  });

  it('a function opens one stage: its own', () => {
    const folderOf: Record<string, string> = {
      load: 'warehouse',
      gold: 'warehouse',
      migrate: 'warehouse',
      fail: 'report',
    };
    const foreign = (target: string, { path }: Source): boolean => {
      const name = path.split('/')[1] ?? '';
      const own = folderOf[name] ?? name;
      return stages.some((stage) => stage !== own && target.startsWith(`lib/stages/${stage}/`));
    };
    expect(offences(under('lambdas/'), foreign)).toEqual([]);
  });

  it('only infra and the door to it import the CDK', () => {
    expect(offences((source) => !under('lib/infra/', 'bin/app.ts')(source), isCdk)).toEqual([]);
  });

  it('infra pulls in no engine and no stage', () => {
    for (const { path } of sources.filter(under('lib/infra/', 'bin/app.ts'))) {
      expect([path, [...reachedAtRunTime(path, byPath)].filter(isEngine)]).toEqual([path, []]);
    }
  });

  it('functions pull in neither infra nor the local target', () => {
    for (const { path } of sources.filter(under('lambdas/'))) {
      const reached = [...reachedAtRunTime(path, byPath)];
      const foreign = reached.filter((target) => isCdk(target) || /^(lib\/(infra|operate|cli)|local)\//.test(target));
      expect([path, foreign]).toEqual([path, []]);
    }
  });

  it('stages know no command, not even its types', () => {
    expect(offences(under('lib/stages/'), (target) => /^lib\/(operate|cli)\//.test(target))).toEqual([]);
  });

  it('what commands do knows nothing of how they are typed and shown', () => {
    expect(offences(under('lib/operate/'), (target) => target.startsWith('lib/cli/'))).toEqual([]);
  });

  it('what follows from a registration is pure: it reads contracts and datasets alone', () => {
    const isPure = (target: string): boolean => /^lib\/(derive|contracts|datasets)\//.test(target);
    expect(offences(under('lib/derive/'), (target) => !isPure(target))).toEqual([]);
  });

  it('datasets declare: they import the languages they are written in and nothing that works on them', () => {
    const isLanguage = (target: string): boolean =>
      /^lib\/(datasets|contracts|feeds|generator)\/|^lib\/errors\.ts$|^@faker-js\/faker$/.test(target);
    expect(offences(under('lib/datasets/'), (target) => !isLanguage(target) && !target.endsWith('.json'))).toEqual([]);
  });

  it('only the function that makes data up knows what worlds are made with', () => {
    const doors = [...byPath.keys()].filter((path) => /^(bin\/|lambdas\/.*\/handler\.ts$)/.test(path));
    const heavy = doors.filter((path) =>
      [...reachedAtRunTime(path, byPath)].some((target) => /^lib\/datasets\/generators\.ts$|faker/.test(target)),
    );
    expect(heavy).toEqual(['lambdas/generate/handler.ts']);
  });

  it('the command line does not pull in the CDK', () => {
    expect([...reachedAtRunTime('bin/paylake.ts', byPath)].filter(isCdk)).toEqual([]);
  });

  it('nobody but the command line imports the local target, and what reads SQL with its parser', () => {
    const outside = (source: Source): boolean =>
      !under('local/', 'lib/operate/targets/', 'lib/cli/', 'lib/lineage/sql/')(source);
    expect(offences(outside, (target) => target.startsWith('local/'))).toEqual([]);
  });

  it('the local target knows no stage: it runs what the template says', () => {
    expect(
      offences(under('local/'), (target) => stages.some((stage) => target.startsWith(`lib/stages/${stage}/`))),
    ).toEqual([]);
    expect(offences(under('local/'), (target) => /^lib\/(infra|operate|cli|pipeline)/.test(target))).toEqual([]);
  });
});

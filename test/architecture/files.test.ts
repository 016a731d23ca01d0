import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSources, type Source } from './sources.ts';

const sources = readSources(['bin/', 'lib/', 'lambdas/', 'local/']);
const found = (pattern: RegExp, of: (path: string) => boolean): string[] =>
  sources.filter(({ path, text }) => of(path) && pattern.test(text)).map(({ path }) => path);

describe('files', () => {
  it('are small: half of them at most 80 lines, none above 250', () => {
    const lengths = sources.map(({ lines }) => lines).sort((one, other) => one - other);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(80);
    expect(sources.filter(({ lines }) => lines > 250).map(({ path }) => path)).toEqual([]);
  });

  it('that are doors are thin', () => {
    const doors = sources.filter(({ path }) => /^(bin\/|lambdas\/.*\/handler\.ts$)/.test(path));
    expect(doors.length).toBeGreaterThan(10);
    expect(doors.filter(({ lines }) => lines > 40).map(({ path, lines }) => [path, lines])).toEqual([]);
  });

  it('that are doors of stages count what they ask of S3 and of the warehouse', () => {
    const isStage = (path: string): boolean => /^lambdas\/(?!watch|migrate).*\/handler\.ts$/.test(path);
    const uncounted = /(?<!countS3\()new S3Client|(?<!watchWarehouse\()new RedshiftDataClient/;
    expect(found(uncounted, isStage)).toEqual([]);
    expect(found(/new (S3|RedshiftData)Client/, isStage).length).toBeGreaterThan(8);
  });

  it('are named in kebab-case', () => {
    expect(sources.filter(({ path }) => !/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(basename(path)))).toEqual([]);
  });

  it('that are named after what they do export it under that name', () => {
    // A file that is a family of functions around one noun is named after what they have in common.
    const families = [
      'lib/feeds/map-record.ts',
      'lib/stages/accept/write-rows.ts',
      'lib/stages/rank/load-index.ts',
      'lib/stages/rank/read-ranking.ts',
    ];
    const areas = /^lib\/(stages\/[a-z]+|runtime|feeds|run)\/[a-z]+-/;
    const nameless = sources
      .filter(({ path }) => areas.test(path) && !families.includes(path))
      .filter((source) => !exportsItsName(source));
    expect(nameless.map(({ path }) => path)).toEqual([]);
    expect(sources.filter(({ path }) => families.includes(path)).map(({ path }) => path)).toEqual(families);
  });

  it('print only at the command line', () => {
    const elsewhere = (path: string): boolean => !/^(bin|lib\/cli|local)\//.test(path);
    expect(found(/\bconsole\.|process\.std(out|err)/, elsewhere)).toEqual([]);
  });

  it('ask for the name of the environment only where environments are made', () => {
    const elsewhere = (path: string): boolean =>
      !/^(lib\/(config\.ts|infra\/|cli\/|operate\/targets\/)|local\/)/.test(path);
    expect(
      found(/\bif \(\s*!?(is)?local\b|(===|!==) '(local|dev|prod)'|'(local|dev|prod)' (===|!==)/i, elsewhere),
    ).toEqual([]);
    // A test is fooled by nothing it cannot see: the pattern does see what it looks for.
    expect("if (name === 'prod')").toMatch(/(===|!==) '(local|dev|prod)'/);
  });

  it('name our commands as data, so that they lead to the target on which they are read', () => {
    // Those that repeat what a person has typed, and a description.
    const own = ['lib/cli/stop.ts', 'lib/cli/check-arguments.ts', 'lib/infra/operator-policy.ts'];
    const elsewhere = (path: string): boolean =>
      !['lib/run/to-command.ts', ...own].includes(path) && /^(lib|lambdas)\//.test(path);
    expect(found(/npx paylake/, elsewhere)).toEqual([]);
    expect(found(/npx paylake/, (path) => own.includes(path))).toEqual([...own].sort());
  });

  it('take the time from what they are given, but at the doors', () => {
    // The business date is data. Only a door may look at the clock: for leases, logs and the default range.
    const rules = /^lib\/(contracts|feeds|stages\/(accept|rank|stage|publish|generate|warehouse)|run|lake)\//;
    expect(found(/\bnew Date\(\)|Date\.now\(/, (path) => rules.test(path))).toEqual([]);
  });
});

function exportsItsName({ path, text }: Source): boolean {
  const camel = basename(path, '.ts').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const name = `${camel.charAt(0).toUpperCase()}${camel.slice(1)}|${camel}`;
  return new RegExp(`^export (async )?(abstract )?(function\\*?|class|const|type) (${name})\\b`, 'm').test(text);
}

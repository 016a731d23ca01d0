import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assumptions } from '../../lib/operate/smoke/assumptions.ts';
import { paylake, paylakeJson, testFolder } from '../cli/paylake.ts';

type Smoke = {
  schema: string;
  ok: boolean;
  day: string;
  checks: { name: string; verdict: string; found: unknown }[];
  savedTo: string;
};

describe('smoke', () => {
  it('says what it costs and starts nothing unless it is confirmed', async () => {
    const home = await testFolder();
    const { status, stdout, stderr } = await paylake('smoke', '--home', home);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/10 minutes and \d+\.\d\d USD/);
    expect(stderr).toContain('--yes');
    expect(existsSync(join(home, 'warehouse.duckdb'))).toBe(false);
  });

  it('runs a day, tries every assumption and saves what it found', async () => {
    const home = await testFolder();
    const { status, document, stderr } = await paylakeJson<Smoke>(
      'smoke',
      '--yes',
      '--home',
      home,
      '--day',
      '2005-11-21',
    );
    const { schema, ok, day, checks, savedTo } = document;
    expect([status, schema, ok, day], stderr).toEqual([0, 'paylake.smoke/1', true, '2005-11-21']);
    const names = assumptions.flatMap((assumption) => ('check' in assumption ? [assumption.name] : []));
    expect(checks.map(({ name }) => name)).toEqual([
      'day-succeeds',
      'day-in-warehouse',
      'trades-day-succeeds',
      'trades-day-in-warehouse',
      ...names,
    ]);
    expect(checks.filter(({ verdict }) => verdict !== 'same')).toEqual([]);
    expect(checks[1]?.found).toEqual({ factRows: expect.any(Number) });
    expect(savedTo).toBe(join(home, 'smoke/local.json'));
    const saved = JSON.parse(await readFile(savedTo, 'utf8')) as { checks: object };
    expect(Object.keys(saved.checks)).toEqual(names);
  });
});

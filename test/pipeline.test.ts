import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pipeline, type StageName, type Step, stageNames } from '../lib/pipeline.ts';
import { readSources, root } from './architecture/sources.ts';

const targetOf = (step: Step): StageName | 'end' => (typeof step === 'object' ? step.goTo : step);
const targetsOf = (stage: StageName): (StageName | 'end')[] => Object.values(pipeline[stage].next).map(targetOf);
/** Functions that are no stage: migrations at deploy time, the watch over the daily run. */
const beside = ['migrate', 'watch', 'iceberg'];

describe('the flow', () => {
  it('knows every stage it leads to, and comes to every stage from plan, or by failing', () => {
    const reached = new Set<string>(['fail']);
    const open: StageName[] = ['plan'];
    for (let stage = open.pop(); stage !== undefined; stage = open.pop()) {
      if (reached.has(stage)) continue;
      reached.add(stage);
      for (const target of targetsOf(stage)) if (target !== 'end') open.push(target);
    }
    expect([...reached].sort()).toEqual([...stageNames].sort());
    expect(Object.keys(pipeline)).toEqual([...stageNames]);
  });

  it('comes to an end from every stage', () => {
    const ending = new Set<string>(['end']);
    for (let round = 0; round < stageNames.length; round += 1) {
      for (const stage of stageNames) if (targetsOf(stage).some((target) => ending.has(target))) ending.add(stage);
    }
    expect(stageNames.filter((stage) => !ending.has(stage))).toEqual([]);
  });

  it('goes the way of the design: nothing is published, loaded or exported before the audit', () => {
    expect(targetsOf('accept')).toEqual(['rank']);
    expect(targetsOf('rank')).toEqual(['stage']);
    expect(targetsOf('stage')).toEqual(['audit']);
    expect(pipeline.audit.next).toEqual({ decided: 'publish', unchanged: 'gold', blocked: 'report' });
    expect(targetsOf('publish')).toEqual(['load']);
    const before = stageNames.filter((stage) => targetsOf(stage).includes('publish'));
    // Plan hands on a run that was decided before and never finished.
    expect(before).toEqual(['plan', 'audit']);
    expect(pipeline.plan.next.finish).toBe('publish');
  });

  it('waits in the machine, not in a function', () => {
    for (const stage of ['load', 'gold'] as const) {
      const waiting = Object.values(pipeline[stage].next).filter((step) => typeof step === 'object');
      expect(waiting).toMatchObject([{ goTo: stage }]);
      expect(pipeline[stage].timeoutSeconds).toBeLessThanOrEqual(60);
    }
  });

  it('lets only a stage after a stage with other answers run once for each item', () => {
    // A map's answers are not looked at: it leads one way.
    for (const stage of stageNames) if (pipeline[stage].forEach) expect(targetsOf(stage)).toHaveLength(1);
  });

  it('says of each stage what it does, reads and writes', () => {
    for (const stage of stageNames) {
      const { does, reads, writes } = pipeline[stage];
      for (const text of [does, reads, writes]) expect(text.length).toBeGreaterThan(5);
    }
  });

  it('has a function for each stage, with its environment, and no function beside', () => {
    expect(readdirSync(join(root, 'lambdas')).sort()).toEqual([...stageNames, ...beside].sort());
  });

  it.each([...stageNames, ...beside])('%s has a handler and an environment of named variables', async (folder) => {
    expect(existsSync(join(root, 'lambdas', folder, 'handler.ts'))).toBe(true);
    expect(readFileSync(join(root, 'lambdas', folder, 'handler.ts'), 'utf8')).toMatch(/export const handler\b/);
    const { env } = (await import(join(root, 'lambdas', folder, 'env.ts'))) as { env: unknown };
    expect(env).toBeInstanceOf(z.ZodObject);
    for (const name of Object.keys((env as z.ZodObject).shape)) expect(name).toMatch(/^[A-Z][A-Z0-9_]*$/);
  });

  it('has a folder of rules or calls for each stage', () => {
    // load and gold share the warehouse; fail reports.
    const folders: Partial<Record<StageName, string>> = { load: 'warehouse', gold: 'warehouse', fail: 'report' };
    for (const stage of stageNames) expect(existsSync(join(root, 'lib/stages', folders[stage] ?? stage))).toBe(true);
  });

  it('is asked for its answers by name: every answer of a choice occurs in the code of its stage', () => {
    for (const stage of stageNames) {
      const answers = Object.keys(pipeline[stage].next);
      if (answers.length === 1) continue;
      const folder = { load: 'warehouse', gold: 'warehouse' }[stage as string] ?? stage;
      const code = readSources([`lambdas/${stage}/`, `lib/stages/${folder}/`]).map(({ text }) => text);
      for (const answer of answers)
        expect([stage, answer, code.some((text) => text.includes(`'${answer}'`))]).toEqual([stage, answer, true]);
    }
  });

  it('stands in one place: no other file folds it, or writes states', () => {
    const sources = readSources(['lib/', 'lambdas/', 'bin/']).filter(({ path }) => !path.startsWith('local/'));
    const writing = sources.filter(({ text }) => /\b(StartAt|ItemProcessor|StringEquals: answer)\b/.test(text));
    expect(writing.map(({ path }) => path)).toEqual(['lib/infra/to-asl.ts']);
    const folding = sources.filter(({ text }) => /\btoAsl\(/.test(text) && !/function toAsl/.test(text));
    expect(folding.map(({ path }) => path)).toEqual(['lib/infra/pipeline-stack.ts']);
    const chaining = sources.filter(({ text }) => /(goTo|waitSeconds): ?['\d]/.test(text));
    expect(chaining.map(({ path }) => path)).toEqual(['lib/pipeline.ts']);
  });
});

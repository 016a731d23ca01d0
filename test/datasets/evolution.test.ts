import fc from 'fast-check';
import { expect, test } from 'vitest';
import { acceptedPrefix, catalogKey, summaryKey } from '../../lib/lake/keys.ts';
import { listObjects, needJson } from '../../lib/lake/objects.ts';
import type { DateSummary } from '../../lib/run/date-summary.ts';
import type { CatalogDate, RunReport } from '../../lib/run/records.ts';
import { listBronze } from '../../lib/stages/plan/list-bronze.ts';
import { readObject } from '../laws/read-object.ts';
import { ask } from '../laws/read-rows.ts';
import { openTapLake, type TapLake } from './tap-lake.ts';
import { tapLine } from './tap-lines.ts';
import { laterTaps, registerTaps } from './taps.ts';
import { judgeTaps } from './taps-oracle.ts';

/*
 * A contract that gains a column in the middle of a history: what is published stays as it is until something derives it anew, what
 * comes later has the column, and whoever reads gets both.
 */

const days = ['2025-09-09', '2025-09-10', '2025-09-11', '2025-09-12'];

/** Deploys the later version: the code, then the warehouse's migration. */
async function evolve(lake: TapLake): Promise<void> {
  registerTaps(laterTaps);
  await lake.warehouse.run('alter table core.fact_taps add column build varchar(16)');
}

/** A line that says, now and then, what only the later version knows. */
const line = fc
  .tuple(fc.noBias(tapLine), fc.constantFrom('', '', '"12"', '7', '"no build"', 'null'))
  .map(([text, build]) => (build === '' ? text : text.replace('"received_at"', `"build":${build},"received_at"`)));
const step = fc.record({
  day: fc.constantFrom(...days),
  lines: fc.oneof(fc.array(line, { minLength: 15, maxLength: 30, size: 'max' }), fc.constant([])),
});

const silverObjects = async (lake: TapLake): Promise<Map<string, string>> =>
  new Map((await listObjects(lake.silver, 'taps/')).map(({ key, etag }) => [key, etag]));
const dayOf = (key: string): string => /p_tapped_on=([0-9-]+)/.exec(key)?.[1] ?? '';

type Model = Map<string, { version: number; files: { name: string; text: string }[] }>;

/** The rows that stand, and those in quarantine with the version that judged them, as the oracle says. */
function expected(model: Model): { standing: string[]; quarantine: string[] } {
  const rows = [...model]
    .sort()
    .flatMap(([day, { version, files }]) =>
      files.flatMap(({ name, text }) => judgeTaps(text, day, version).map((row) => ({ ...row, day, name, version }))),
    );
  const last = new Map(rows.filter(({ verdict }) => verdict === 'accepted').map((row) => [row.values.tap_id, row]));
  return {
    standing: [...last.values()].map(({ values }) => tell(values.tap_id, values.tapped_on, values.build)).sort(),
    quarantine: rows
      .filter(({ verdict }) => verdict === 'quarantined')
      .map(({ day, name, line, rules, version }) =>
        tell(`taps/ingest_date=${day}/${name}`, line, rules.join(' '), version),
      )
      .sort(),
  };
}

const tell = (...parts: (string | number | null | undefined)[]): string => parts.map((part) => part ?? '-').join(' ');

async function found(
  lake: TapLake,
  model: Model,
): Promise<{ standing: string[]; quarantine: string[]; fact: string[] }> {
  const hasColumn = lake.decided.length > 0 && [...model.values()].some(({ version }) => version > 1);
  const paths = [...(await silverObjects(lake)).keys()].map((key) => `'${lake.silverPath(key)}'`);
  const none = `select null::varchar as tap_id, null::date as tapped_on, null::varchar as build where false`;
  const files = `select * from read_parquet([${paths.join(', ')}], union_by_name = true, hive_partitioning = false)`;
  const rows = await ask(`select tap_id, tapped_on::varchar as tapped_on, build
    from (${paths.length > 0 ? `${none} union all by name ${files}` : none})`);
  const fact = await lake.warehouse.query(
    `select tap_id, tapped_on, ${hasColumn ? 'build' : 'null'} from core.fact_taps`,
  );
  const quarantine: string[] = [];
  for (const day of model.keys()) {
    const text = await readObject(lake.silver, `_quarantine/taps/ingest_date=${day}/part-0000.ndjson`).catch(() => '');
    for (const one of String(text)
      .split('\n')
      .filter((text) => text !== '')) {
      const { file, line, rules, contractVersion } = JSON.parse(one);
      quarantine.push(tell(file, line, rules.sort().join(' '), contractVersion));
    }
  }
  return {
    standing: rows.map(({ tap_id, tapped_on, build }) => tell(tap_id, tapped_on, build)).sort(),
    quarantine: quarantine.sort(),
    fact: (fact as string[][]).map((row) => tell(...row)).sort(),
  };
}

test('whenever a contract gains a column, Silver, fact and quarantine are what the versions say that judged each date', async () => {
  let gained = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 6, size: 'max' }), fc.nat(4), async (steps, deploy) => {
      const lake = await openTapLake();
      const model: Model = new Map();
      try {
        let version = 1;
        for (const [at, { day, lines }] of steps.entries()) {
          if (at === deploy) {
            const before = await silverObjects(lake);
            await evolve(lake);
            version = 2;
            expect(await silverObjects(lake)).toEqual(before);
            expect((await found(lake, model)).standing).toEqual(expected(model).standing);
          }
          const file = lines.length === 0 ? undefined : { name: `${at}.ndjson`, text: lines.join('\n') };
          const known = model.get(day)?.files ?? [];
          if (!file && known.length === 0) continue;
          const before = await silverObjects(lake);
          const report = (await lake.deliver(day, file)) as RunReport;
          expect(report.status).toBe('succeeded');
          model.set(day, { version, files: file ? [...known, file] : known });
          const { standing, quarantine } = expected(model);
          expect(await found(lake, model)).toEqual({ standing, quarantine, fact: standing });
          gained += standing.filter((row) => !row.endsWith(' -')).length;
          const untouched = ([key]: [string, string]): boolean => !report.touchedDates.includes(dayOf(key));
          expect([...(await silverObjects(lake))].filter(untouched)).toEqual([...before].filter(untouched));
        }
      } finally {
        await lake.remove();
      }
    }),
    { numRuns: 5, endOnFailure: true },
  );
  expect(gained).toBeGreaterThan(0);
});

test('a date that is published counts as it was, and deriving it anew restates nothing where it says nothing new', async () => {
  const lake = await openTapLake();
  try {
    const [day = '', next = '', last = ''] = days;
    const text = fc.sample(fc.noBias(tapLine), { numRuns: 60, seed: 5 }).join('\n');
    for (const [at, one] of [day, next, last].entries())
      await lake.deliver(one, { name: 'a.ndjson', text: at === 0 ? text : '{}' });
    const published = await needJson<DateSummary>(lake.silver, summaryKey('taps', day));
    const dates = Object.keys(published.eventDates);
    const digests = async (): Promise<string[]> =>
      Promise.all(
        dates.map(async (date) => (await needJson<CatalogDate>(lake.silver, catalogKey('taps', date))).digest),
      );
    const before = await digests();

    await evolve(lake);
    const [now] = await listBronze(lake, laterTaps, { from: day, to: day });
    expect(now?.fingerprint).toBe(published.fingerprint);
    const accepted = `${acceptedPrefix('taps', day)}accepted.parquet`;
    const columns = async (): Promise<unknown[]> =>
      (await ask(`describe select * from '${lake.silverPath(accepted)}'`)).map((row) => row.column_name);
    expect(await columns()).not.toContain('build');

    const report = await lake.deliver(day);
    expect(await columns()).toContain('build');
    expect(await digests()).toEqual(before);
    expect(report?.checks.find(({ name }) => name === 'restatement')).toMatchObject({ ok: true });
    expect((await needJson<DateSummary>(lake.silver, summaryKey('taps', day))).contractVersion).toBe(2);

    const changed = await lake.deliver(day, {
      name: 'b.ndjson',
      text: text.replaceAll('"received_at"', '"build":"12","received_at"'),
    });
    expect(changed?.checks.find(({ name }) => name === 'restatement')).toMatchObject({ ok: false });
  } finally {
    await lake.remove();
  }
});

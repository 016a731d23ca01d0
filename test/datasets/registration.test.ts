import { describe, expect, it } from 'vitest';
import { warehouseColumns } from '../../lib/contracts/contract.ts';
import type { Dataset } from '../../lib/datasets/dataset.ts';
import { feedsWithKeys } from '../../lib/datasets/find-feed.ts';
import { generators } from '../../lib/datasets/generators.ts';
import { datasets } from '../../lib/datasets/index.ts';
import { listAnalyses } from '../../lib/operate/query/find-analysis.ts';
import { declaredColumns, sqlFiles, viewColumns } from '../sql/sql-files.ts';

/*
 * What a registration names is there, and what is there is named: a file that nothing runs is found here and nowhere else.
 */
const named = Object.entries(datasets) as [string, Dataset][];
const filesIn = (folder: string): string[] =>
  sqlFiles.map(({ path }) => path).filter((path) => path.startsWith(`${folder}/`));
const namesIn = (folder: string): string[] =>
  filesIn(folder).map((path) => path.slice(folder.length + 1, -'.sql'.length));

describe.each(named)('%s', (name, { contract, feeds, fact, totals, dims, marts, checks, analyses, schedule, demo }) => {
  it('has the SQL that it names, and no other', () => {
    expect(namesIn(`${name}/totals`)).toEqual([...totals].sort());
    expect(namesIn(`${name}/dims`)).toEqual([...dims].sort());
    expect(namesIn(`${name}/marts`)).toEqual(marts.map((mart) => mart.name).sort());
    expect(namesIn(`${name}/checks`)).toEqual([...checks].sort());
    expect(namesIn(`${name}/analysis`)).toEqual(analyses.map((analysis) => analysis.name).sort());
  });

  it('has the tables that it names, with its columns', () => {
    const columns = warehouseColumns(contract).map((column) => column.name);
    expect(declaredColumns(fact).map((column) => column.name)).toEqual(columns);
    for (const mart of marts) {
      expect(viewColumns(`mart.${mart.name}`)).toEqual(Object.keys(mart.columns));
      for (const column of [...mart.key, ...mart.order]) expect(Object.keys(mart.columns)).toContain(column);
    }
  });

  it('asks in its analyses for the parameters that they declare, and for no others', () => {
    for (const analysis of analyses) {
      const { code = '' } = sqlFiles.find(({ path }) => path === `${name}/analysis/${analysis.name}.sql`) ?? {};
      const asked = new Set([...code.matchAll(/(?<!:):(\w+)/g)].map(([, parameter]) => parameter));
      expect([...asked].sort()).toEqual(analysis.parameters.map((parameter) => parameter.name).sort());
    }
  });

  it('is made up, if it is, as files of a feed of its own, by a generator that is registered', () => {
    expect(Object.hasOwn(generators, name)).toBe(demo !== undefined);
    if (demo) expect(feeds.map((feed) => feed.name)).toContain(demo.feed);
  });

  it('is delivered by feeds of its own, and watched within its morning', () => {
    expect(feeds.map(({ dataset }) => dataset)).toEqual(feeds.map(() => name));
    if (!schedule) return;
    expect(schedule.doneByHour).toBeGreaterThan(schedule.hour);
    // Ten minutes later somebody looks whether it has started.
    expect(schedule.minute).toBeLessThan(50);
  });
});

it('no two datasets start at one minute', () => {
  const minutes = Object.values(datasets).flatMap(({ schedule }) =>
    schedule ? [`${schedule.hour}:${schedule.minute}`] : [],
  );
  expect(new Set(minutes).size).toBe(minutes.length);
});

it('an id that may be used again after a look-back needs its date in the key', () => {
  const { transactions } = datasets;
  if (!transactions) throw new Error('no transactions');
  expect(feedsWithKeys(transactions)).toBe(transactions.feeds);
  const { contract } = transactions;
  const short = { ...transactions, contract: { ...contract, key: [contract.id] } };
  expect(() => feedsWithKeys(short)).toThrow('the key of transactions lacks txn_date, and feed "transactions"');
});

it('no two analyses have one name, whatever their dataset', () => {
  const names = listAnalyses().map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

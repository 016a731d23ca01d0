import { expect } from 'vitest';
import type { Accepted, SetAside } from './accept-files.ts';
import { expectSameRows } from './compare-rows.ts';
import { addUp, countNames } from './oracle/add-up.ts';
import { hasBareCardNumber } from './oracle/has-card-number.ts';
import { judgeFile } from './oracle/judge-file.ts';
import type { JudgedRow } from './oracle/judged-row.ts';

/** Expects what was accepted of some files to be what the oracle says: rules, counts, money, lines, raw text and values. */
export function expectAsOracle(actual: Accepted, files: Record<string, Buffer | string>): void {
  const judged = Object.entries(files).flatMap(([key, bytes]) => judgeFile(key, Buffer.from(bytes)));
  const of = (verdict: string): JudgedRow[] => judged.filter((row) => row.verdict === verdict);
  expectSetAside(actual.quarantine, of('quarantined'));
  expectSetAside(actual.held, of('held'));
  expectSameRows(actual.rows, of('accepted'));
  const { summary } = actual;
  expect(summary.refused).toEqual([]);
  expect(summary.rows).toEqual({
    in: judged.length,
    accepted: of('accepted').length,
    quarantined: of('quarantined').length,
    held: of('held').length,
  });
  expect(summary.money).toEqual({ in: addUp(judged), quarantined: addUp(of('quarantined')), held: addUp(of('held')) });
  expect(summary.unparseableAmounts).toBe(judged.filter(({ signed }) => signed === null).length);
  expect(summary.rules).toEqual(countNames(judged.flatMap(({ rules }) => rules)));
  expect(summary.eventDates).toEqual(countNames(of('accepted').map(({ values }) => values.txn_date)));
  for (const { key, rows } of summary.files) expect(rows).toBe(judged.filter(({ file }) => file === key).length);
}

/** Compares field by field, so that a failure shows the row it is about. */
function expectSetAside(actual: readonly SetAside[], expected: readonly JudgedRow[]): void {
  const rawOf = new Map(expected.map((row) => [`${row.file}:${row.line}`, row.raw]));
  const named = actual.map(({ file, line, rules }) => ({
    line,
    rules: [...rules].sort(),
    raw: rawOf.get(`${file}:${line}`),
    file,
  }));
  const wanted = expected.map(({ file, line, rules, raw }) => ({ line, rules, raw, file }));
  const order = (a: { file: string; line: number }, b: { file: string; line: number }): number =>
    a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1;
  expect(named.sort(order)).toEqual(wanted.sort(order));
  for (const row of actual) {
    const raw = rawOf.get(`${row.file}:${row.line}`) ?? '';
    expect(Object.keys(row).sort()).toEqual(['contractVersion', 'file', 'line', 'raw', 'rules']);
    expect(row.contractVersion).toBe(1);
    if (row.rules.includes('card_number')) expect(hasBareCardNumber(row.raw), row.raw).toBe(false);
    else expect(row.raw).toBe(raw);
  }
}

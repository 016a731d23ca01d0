import { expectCardMarts } from '../warehouse/expect-card-marts.ts';
import type { SilverRow } from '../warehouse/silver-row.ts';
import { expectSameRows } from './compare-rows.ts';
import type { RankedRow } from './oracle/rank-rows.ts';
import { silverColumns } from './read-rows.ts';

const names = silverColumns.map((column) => column.split(' ')[0] ?? '');

/** Expects fact and marts to be what the oracle's loaded rows make of them, in exact arithmetic. */
export async function expectMarts(
  query: (sql: string) => Promise<unknown[][]>,
  ranked: readonly RankedRow[],
  asOf: string,
): Promise<void> {
  const loaded = ranked.filter(({ fate }) => fate === 'loaded');
  const fact = await query(`select ${names.join(', ')} from core.fact_transactions`);
  expectSameRows(fact.map(toText), loaded);
  // The fact is the oracle's, but for hashes that the oracle only numbers.
  await expectCardMarts(query, fact.map(toText) as SilverRow[], asOf);
}

function toText(row: readonly unknown[]): Record<string, string | null> {
  const texts = row.map((value, at) =>
    value === null ? null : names[at] === 'txn_ts' ? toMicros(String(value)) : String(value),
  );
  return Object.fromEntries(names.map((name, at) => [name, texts[at] ?? null]));
}

/** "2025-03-03 12:00:00.123456" (UTC) as microseconds. */
function toMicros(text: string): string {
  const [whole = '', fraction = ''] = text.split('.');
  return String(BigInt(Date.parse(`${whole.replace(' ', 'T')}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0')));
}

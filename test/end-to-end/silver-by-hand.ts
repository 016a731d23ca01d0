import { type BronzeLine, bronzeLines, type SetAside, setAside } from './home.ts';
import { toCents } from './report.ts';

/*
 * What interfaces section 3 says of made-up rows, worked out from the Bronze lines in the plainest way there is. Which rows broke
 * a rule is taken from the quarantine; whether those are the right ones is another test's business.
 */

type Row = BronzeLine & { id: string; version: number; txnDate: string };
export type ByHand = { silver: Set<string>; outranked: number; held: Set<string>; quarantined: Set<string> };

const lateDays = 2;

/** Identifies a row wherever it went. */
export const placeOf = ({ file, line }: { file: string; line: number }): string => `${file}:${line}`;

export function silverByHand(home: string): ByHand {
  const quarantined = new Set(setAside(home, '_quarantine/').map((row: SetAside) => placeOf(row)));
  const sound = bronzeLines(home)
    .filter((line) => !quarantined.has(placeOf(line)))
    .map(readRow);
  const late = (row: Row): boolean => daysBetween(row.txnDate, row.ingestDate) > lateDays;
  const accepted = sound.filter((row) => !late(row));
  const best = new Map<string, Row>();
  // A few days are far inside the look-back: one winner an id.
  for (const row of accepted) {
    const other = best.get(row.id);
    if (!other || isAbove(row, other)) best.set(row.id, row);
  }
  return {
    silver: new Set([...best.values()].map(placeOf)),
    outranked: accepted.length - best.size,
    held: new Set(sound.filter(late).map(placeOf)),
    quarantined,
  };
}

/** Made-up instants carry the offset of Seoul, so their first ten characters are the business date. */
function readRow(line: BronzeLine): Row {
  const { transaction_id: id, version, txn_ts: instant } = JSON.parse(line.raw) as Record<string, string>;
  if (!instant?.endsWith('+09:00') || !id) throw new Error(`not a made-up row: ${line.raw}`);
  return { ...line, id, version: Number(version), txnDate: instant.slice(0, 10) };
}

function isAbove(a: Row, b: Row): boolean {
  if (a.version !== b.version) return a.version > b.version;
  if (a.ingestDate !== b.ingestDate) return a.ingestDate > b.ingestDate;
  return a.file !== b.file ? a.file > b.file : a.line > b.line;
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

/** Rows of a day, their money in cents by currency, and the rows without a valid amount and currency. */
export function deliveredOf(lines: readonly BronzeLine[]): { rows: number; cents: Map<string, bigint>; none: number } {
  const cents = new Map<string, bigint>();
  let none = 0;
  for (const { raw } of lines) {
    const money = readMoney(raw);
    if (money) cents.set(money.currency, (cents.get(money.currency) ?? 0n) + money.cents);
    else none++;
  }
  return { rows: lines.length, cents, none };
}

function readMoney(raw: string): { currency: string; cents: bigint } | undefined {
  let row: Record<string, unknown>;
  try {
    row = JSON.parse(raw) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const amount = String(row.amount);
  const currency = String(row.currency);
  if (!/^[0-9]{1,16}(\.[0-9]{1,2})?$/.test(amount) || !/^[A-Z]{3}$/.test(currency)) return undefined;
  const [whole, fraction = ''] = amount.split('.');
  const cents = toCents(`${whole}.${fraction.padEnd(2, '0')}`);
  return { currency, cents: row.is_refund === true ? -cents : cents };
}

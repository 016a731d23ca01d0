import { columnNames, readColumn, type Said } from './read-column.ts';
import { readMoment } from './read-moment.ts';
import { dayNumber } from './text.ts';

/** One row of a file as the interfaces judge it. */
export type JudgedRow = {
  file: string;
  line: number;
  /** Text of the row, card numbers not masked. */
  raw: string;
  /** Sorted. */
  rules: string[];
  verdict: 'accepted' | 'quarantined' | 'held';
  /** File columns and txn_date; meaningful where the row is accepted. */
  values: Record<string, string | null>;
  /** Minor units, negative for a refund; null unless amount and currency are valid. */
  signed: bigint | null;
};

/** How a feed's rows are dated. */
export type FeedRules = { zone: string; lateDays: number; lookbackDays: number };

export const feedRules: Record<string, FeedRules> = {
  transactions: { zone: 'Asia/Seoul', lateDays: 2, lookbackDays: 30 },
  'purchase-cards': { zone: 'Europe/London', lateDays: Infinity, lookbackDays: Infinity },
};

/** A row that says something of the columns; null if it cannot be read. */
export type SaidRow = {
  line: number;
  raw: string;
  columns: ((name: string) => Said) | null;
  blank: boolean;
  card: boolean;
};

/** Feed and ingest date of a Bronze key. */
export function partsOfKey(key: string): { feed: string; ingestDate: string } {
  const [feed = '', folder = ''] = key.split('/');
  return { feed, ingestDate: folder.replace('ingest_date=', '') };
}

/** Judges a row of a Bronze file by the whole contract. */
export function judgeRow(file: string, { line, raw, columns, blank, card }: SaidRow, released = false): JudgedRow {
  const { feed, ingestDate } = partsOfKey(file);
  const rules = feedRules[feed];
  if (!rules) throw new Error(`no feed ${feed}`);
  const values: Record<string, string | null> = { txn_date: null };
  const broken: string[] = card ? ['card_number'] : [];
  if (!columns) broken.push('malformed');
  else if (blank) broken.push('blank_row');
  else {
    for (const name of columnNames) {
      const said = columns(name);
      const { value, rule } = readColumn(name, said, rules.zone);
      values[name] = value;
      if (rule) broken.push(rule);
      if (name === 'txn_ts' && value !== null && 'text' in said)
        values.txn_date = readMoment(said.text, rules.zone)?.date ?? null;
    }
  }
  const date = values.txn_date ?? null;
  const age = date === null ? 0 : dayNumber(ingestDate) - dayNumber(date);
  if (age < 0) broken.push('future_date');
  const cents = values.amount && values.currency ? BigInt(values.amount.replace('.', '')) : null;
  return {
    file,
    line,
    raw,
    rules: broken.sort(),
    verdict: broken.length > 0 ? 'quarantined' : age > rules.lateDays && !released ? 'held' : 'accepted',
    values,
    signed: cents !== null && values.is_refund === 'true' ? -cents : cents,
  };
}

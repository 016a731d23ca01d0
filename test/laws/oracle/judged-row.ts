import { partsOfKey, rulesOf } from './feeds.ts';
import { readColumn, type Said } from './read-column.ts';
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
  /** File columns, computed ones and the event date; meaningful where the row is accepted. */
  values: Record<string, string | null>;
  /** Money in its smallest units, negative for a refund, and of what; null unless all it needs is valid. */
  signed: bigint | null;
  unit: string;
};

/** A row that says something of the columns; null if it cannot be read. */
export type SaidRow = {
  line: number;
  raw: string;
  columns: ((name: string) => Said) | null;
  blank: boolean;
  card: boolean;
};

/** Judges a row of a Bronze file by the whole contract. */
export function judgeRow(file: string, { line, raw, columns, blank, card }: SaidRow, released = false): JudgedRow {
  const { ingestDate } = partsOfKey(file);
  const { contract, zone, lateDays } = rulesOf(file);
  const { eventTime, eventDate } = contract;
  const values: Record<string, string | null> = { [eventDate]: null };
  const broken: string[] = card ? ['card_number'] : [];
  if (!columns) broken.push('malformed');
  else if (blank) broken.push('blank_row');
  else {
    for (const [name, column] of Object.entries(contract.columns)) {
      const said = columns(name);
      const { value, rule } = readColumn(name, column, said, zone);
      values[name] = value;
      if (rule) broken.push(rule);
      if (name === eventTime && value !== null && 'text' in said)
        values[eventDate] = readMoment(said.text, zone)?.date ?? null;
    }
    const derived = contract.derive(values);
    Object.assign(values, derived.values);
    broken.push(...derived.broken);
  }
  const date = values[eventDate] ?? null;
  const age = date === null ? 0 : dayNumber(ingestDate) - dayNumber(date);
  if (age < 0) broken.push('future_date');
  const money = contract.measure(values);
  return {
    file,
    line,
    raw,
    rules: broken.sort(),
    verdict: broken.length > 0 ? 'quarantined' : age > lateDays && !released ? 'held' : 'accepted',
    values,
    signed: money?.amount ?? null,
    unit: money?.unit ?? '',
  };
}

import { transactions } from '../../lib/datasets/transactions/contract.ts';
import type { DateSummary, FeedSummary } from '../../lib/run/date-summary.ts';
import type { Conflicts, Verdicts } from '../../lib/run/records.ts';
import type { Evidence } from '../../lib/stages/audit/evidence.ts';

/** What one feed delivered, a line a row unless a test says otherwise. */
export function delivered(rows: DateSummary['rows'], money: DateSummary['money'], lines = rows): FeedSummary {
  return {
    rows: rows.in,
    lines: lines.in,
    quarantined: rows.quarantined,
    quarantinedLines: lines.quarantined,
    held: rows.held,
    heldLines: lines.held,
    newest: null,
    money,
    blank: 0,
    leftOut: {},
  };
}

/** A date of 100 accepted rows and 1000 KRW of one feed, changed where a test says so. */
export function summary(changes: Partial<DateSummary> = {}): DateSummary {
  const rows = changes.rows ?? { in: 100, accepted: 100, quarantined: 0, held: 0 };
  const money = changes.money ?? { in: { KRW: '1000.00' }, quarantined: {}, held: {} };
  return {
    dataset: 'transactions',
    contractVersion: 1,
    ingestDate: '2025-09-10',
    fingerprint: 'f',
    files: [],
    refused: [],
    rows,
    money,
    unparseableAmounts: 0,
    eventDates: {},
    distribution: {},
    rules: {},
    setAside: { quarantine: [], held: [] },
    released: false,
    feeds: { transactions: delivered(rows, money) },
    findings: [],
    ...changes,
  };
}

/** What became of those rows. */
export function verdicts(): Verdicts {
  return {
    rows: { loaded: 95, duplicate: 3, superseded: 2 },
    money: { loaded: { KRW: '900.00' }, duplicate: { KRW: '50.00' }, superseded: { KRW: '50.00' } },
  };
}

/** A sound run over one date, 2025-09-08 the first that is open. */
export function evidence(): Evidence {
  const controlTotals = [
    { date: '2025-09-10', measure: 'amount', unit: 'KRW', rows: 95, amount: '900.00' },
    { date: '2025-09-10', measure: 'rows', unit: '', rows: 95, amount: '95.00' },
  ];
  const dates = [{ date: '2025-09-10', rows: 95, digest: 'd' }];
  return {
    contract: transactions,
    plan: {
      runId: 'r',
      dataset: 'transactions',
      from: '2025-09-10',
      to: '2025-09-10',
      accept: [],
      dates: [],
      missing: [],
    },
    summaries: [summary()],
    ranking: {
      touchedDates: ['2025-09-10'],
      chunks: [{ name: 'part-0000', dates: ['2025-09-10'], accepted: [] }],
      verdicts: { '2025-09-10': verdicts() },
      controlTotals,
      conflicts: {},
      residualDuplicates: 0,
    },
    parts: [{ name: 'part-0000', key: 'k', size: 1, sha256: 's', rows: 95, distinctKeys: 95, dates, controlTotals }],
    history: [],
    catalog: [],
    isClosed: (date) => date < '2025-09-08',
  };
}

/** So many rows of 10 KRW each that others of 12 KRW contradict. */
export function conflicts(rows: number): Conflicts {
  return {
    rows,
    feeds: { transactions: rows },
    leaves: { KRW: `${rows * 10}.00` },
    comes: { KRW: `${rows * 12}.00` },
    digest: 'pairs',
    examples: [{ file: 'transactions/ingest_date=2025-09-09/a.csv', line: 2, reason: '10.00 KRW, outranked by ...' }],
  };
}

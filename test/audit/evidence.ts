import type { Evidence } from '../../lib/audit/evidence.ts';
import { transactions } from '../../lib/contracts/transactions.ts';
import type { DateSummary, Verdicts } from '../../lib/run/records.ts';

/** A date of 100 accepted rows and 1000 KRW, changed where a test says so. */
export function summary(changes: Partial<DateSummary> = {}): DateSummary {
  const rows = changes.rows ?? { in: 100, accepted: 100, quarantined: 0, held: 0 };
  return {
    dataset: 'transactions',
    contractVersion: 1,
    ingestDate: '2025-09-10',
    fingerprint: 'f',
    files: [],
    refused: [],
    rows,
    money: { in: { KRW: '1000.00' }, quarantined: {}, held: {} },
    unparseableAmounts: 0,
    eventDates: {},
    distribution: {},
    rules: {},
    setAside: { quarantine: [], held: [] },
    released: false,
    feeds: {},
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
  const controlTotals = [{ date: '2025-09-10', currency: 'KRW', rows: 95, amount: '900.00' }];
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
      residualDuplicates: 0,
    },
    parts: [{ name: 'part-0000', key: 'k', size: 1, sha256: 's', rows: 95, distinctKeys: 95, dates, controlTotals }],
    history: [],
    catalog: [],
    isClosed: (date) => date < '2025-09-08',
  };
}

import type { Described } from '../datasets/dataset.ts';

const run = 'Run that wrote the row.';
const dataset = 'Dataset that was loaded.';

/** Tables that belong to no dataset: the calendar, the reference of categories, and what loads write down about themselves. */
export const sharedTables: readonly Described[] = [
  {
    name: 'core.dim_date',
    grain: 'calendar day from 2000-01-01 to 2049-12-31',
    columns: {
      calendar_date: 'The day.',
      calendar_year: 'Its year.',
      calendar_quarter: 'Its quarter, 1 to 4.',
      calendar_month: 'Its month, 1 to 12.',
      day_of_month: 'Its day of the month, 1 to 31.',
      iso_week: 'Its ISO week, from Monday, 1 to 53.',
      day_of_week: 'Its day of the week, 0 for Sunday to 6 for Saturday.',
      is_weekend: 'Whether it is a Saturday or a Sunday.',
    },
  },
  {
    name: 'core.mcc_reference',
    grain: 'merchant category code with a description',
    columns: { mcc: 'Merchant category code, ISO 18245, as text.', description: 'What the code stands for.' },
  },
  {
    name: 'ops.load_ledger',
    grain: 'committed load',
    columns: {
      run_id: 'Run that loaded.',
      dataset,
      from_date: 'First ingest date that it published.',
      to_date: 'Last ingest date that it published; the greatest of a dataset is the as-of date of its marts.',
      manifest_sha256: 'SHA-256 of what its COPY manifests list.',
      row_count: 'Rows that it copied.',
      committed_at: 'When its transaction was committed, UTC: the only clock in the warehouse.',
    },
  },
  {
    name: 'ops.touched_dates',
    grain: 'load and business date that it changed',
    columns: {
      run_id: run,
      dataset,
      event_date: 'Business date.',
      is_closed: 'Whether the date was closed before: no row of it could still come in time.',
    },
  },
  {
    name: 'ops.mart_ledger',
    grain: 'load that a group of marts over several datasets has seen',
    columns: { mart_group: 'Name of the group.', run_id: 'Run whose load it has seen.' },
  },
  {
    name: 'ops.restatement',
    grain: 'load, closed business date, mart, column and unit whose sum it changed',
    columns: {
      run_id: run,
      dataset,
      event_date: 'Closed business date.',
      mart: 'Mart whose rows of the date changed, without schema.',
      measure: 'Column that was added up.',
      unit: 'Unit of the sum: a currency, or for volume the symbol.',
      before_value: 'Sum as it was; 0 where nothing stood.',
      after_value: 'Sum as it is since; 0 where nothing stands.',
    },
  },
  {
    name: 'ops.restated_rows',
    grain: 'row of a closed business date that a load brought or took away',
    columns: {
      run_id: run,
      dataset,
      event_date: 'Closed business date.',
      change: 'Whether the row comes or leaves.',
      record_id: 'Id of the record.',
      version: 'Version of the record.',
      amount: 'Its first measure, with its sign.',
      unit: 'Unit of the amount.',
      ingest_date: 'Date the file of the row was delivered.',
      source_file: 'Bronze key of the file.',
      source_line: 'Line of the file.',
    },
  },
];

/** Tables of the loader's own, which nobody reads. */
export const hiddenTables: readonly string[] = ['ops.load_lock'];

import type { RunReport } from './records.ts';

/** Which run, and how it ended, of one that has no more to tell than that. */
export type Ending = Pick<RunReport, 'runId' | 'status' | 'dataset' | 'from' | 'to' | 'error' | 'cost'>;

/** The report of a run that derived nothing: it was locked, refused or failed before it had numbers. */
export function emptyReport(ending: Ending): RunReport {
  return {
    schema: 'paylake.run/1',
    ...ending,
    days: [],
    touchedDates: [],
    silverDigest: '',
    factRows: 0,
    checks: [],
    paths: {},
  };
}

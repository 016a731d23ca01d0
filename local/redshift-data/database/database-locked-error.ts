/** The database file is open elsewhere; DuckDB lets one process write. */
export class DatabaseLockedError extends Error {
  readonly databasePath: string;
  /** Process that holds the file, if DuckDB told. */
  readonly pid: number | undefined;

  constructor(databasePath: string, pid: number | undefined) {
    const holder = pid === undefined ? 'another process' : pid === process.pid ? 'this process' : `process ${pid}`;
    super(`${databasePath} is in use by ${holder}: wait for it or end it, then run again`);
    this.name = 'DatabaseLockedError';
    this.databasePath = databasePath;
    this.pid = pid;
  }
}

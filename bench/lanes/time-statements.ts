import { DuckDBConnection } from '@duckdb/node-api';

/** Wall seconds by statement of a stage; statements that differ in names and numbers only are one. */
export type StatementTimes = Record<string, number>;

const shownCharacters = 60;

/** Times every DuckDB statement of this process from now on; `stage` says what it belongs to. */
export function timeStatements(times: StatementTimes, stage: () => string): void {
  const { run } = DuckDBConnection.prototype;
  // Everything that asks for an answer goes through it.
  DuckDBConnection.prototype.run = async function (sql, values, types) {
    const start = performance.now();
    const result = await run.call(this, sql, values, types);
    const label = `${stage()}: ${describe(sql)}`;
    times[label] = (times[label] ?? 0) + (performance.now() - start) / 1e3;
    return result;
  };
}

function describe(sql: string): string {
  const text = sql
    .replaceAll(/'[^']*'/g, "'…'")
    .replaceAll(/[0-9]+/g, 'N')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
}

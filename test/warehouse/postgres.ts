import { PGlite } from '@electric-sql/pglite';
import { findDataset } from '../../lib/datasets/find-dataset.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { loadFilesOf } from '../../lib/stages/warehouse/load-batch.ts';
import { readStatements } from '../../lib/stages/warehouse/read-statements.ts';
import { sqlFiles } from '../sql/sql-files.ts';
import { loadedTables } from './loaded-tables.ts';
import { controlTotalsOf, type Staged } from './loaded-warehouse.ts';

/** PostgreSQL (PGlite) with the migrations and views of card transactions, and the load's own statements. */
export type Postgres = {
  publish(staged: Staged): Promise<void>;
  empty(): Promise<void>;
  /** Rows of a relation as text here and from the endpoint, each sorted. */
  readBoth(
    relation: string,
    query: (sql: string) => Promise<unknown[][]>,
  ): Promise<{ postgres: string[]; endpoint: string[] }>;
  close(): Promise<void>;
};

/** What of Redshift PostgreSQL has to be given. */
const functions = `
  create function add_months(day date, months integer) returns date language sql immutable as
    $$ select cast(day + make_interval(months => months) as date) $$;
  create function add_months(day timestamp, months integer) returns date language sql immutable as
    $$ select add_months(cast(day as date), months) $$;
  create function last_day(day date) returns date language sql immutable as
    $$ select cast(date_trunc('month', day) + interval '1 month - 1 day' as date) $$;
  create function days_between(a date, b date) returns integer language sql immutable as $$ select b - a $$;
  create function months_between(a date, b date) returns integer language sql immutable as
    $$ select cast((extract(year from b) - extract(year from a)) * 12 + extract(month from b) - extract(month from a) as integer) $$;
  create function days_after(days integer, day date) returns date language sql immutable as $$ select day + days $$;
  create function getdate() returns timestamp language sql as $$ select cast(now() as timestamp) $$;`;

/** A statement of ours in PostgreSQL's words: distribution, sorting and rights of Redshift go, three functions have other names. */
function translate(sql: string): string {
  return sql
    .replace(/\b(diststyle (key|all|even)|distkey \(\w+\)|(compound )?sortkey \([\w, ]+\))/g, '')
    .replace(/datediff\(\s*day,/g, 'days_between(')
    .replace(/datediff\(\s*month,/g, 'months_between(')
    .replace(/dateadd\(\s*day,/g, 'days_after(')
    .replace(/extract\(dayofweek from/g, 'extract(dow from')
    .replace(/^create temp table (\w+) as/, 'create temp table $1 on commit drop as');
}

const isForeign = (sql: string): boolean =>
  /^(grant|revoke|create role|create masking|attach masking|alter default|lock|copy)\b/.test(sql);

export async function openPostgres(): Promise<Postgres> {
  const db = await PGlite.create();
  await db.exec(functions);
  const ddl = sqlFiles.map(({ path }) => path).filter((path) => path.startsWith('ddl/') && !path.includes('trades'));
  const { dims, marts } = findDataset('transactions');
  const views = [
    ...dims.map((name) => `transactions/dims/${name}.sql`),
    ...marts.filter(({ slice }) => slice === 'view').map(({ name }) => `transactions/marts/${name}.sql`),
  ];
  for (const statement of readStatements([...ddl, ...views]))
    if (!isForeign(statement)) await db.exec(translate(statement));
  const columns = transactions.columns.map(({ name }) => name);
  const textOf = (value: string | null | undefined): string => (value == null ? 'null' : `'${value}'`);

  return {
    async publish({ runId, touched, closed = [], rows, to }) {
      const totals = controlTotalsOf(touched, rows);
      const days = Array.from({ length: 400 }, (_, day) =>
        new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10),
      );
      const parameters: Record<string, string> = {
        run_id: runId,
        dataset: 'transactions',
        from_date: touched[0] ?? '2025-09-01',
        to_date: to ?? '',
        manifest_sha256: 'x',
        closed_from: days[0] ?? '',
        closed_days: days.map((day) => (closed.includes(day) ? '1' : '0')).join(''),
      };
      const filled = (sql: string): string =>
        sql.replace(/(?<!:):([a-z]\w*)/g, (_, name: string) => `'${parameters[name]}'`);
      const values = rows.map((row) => `(${columns.map((name) => textOf(row[name])).join(', ')})`);
      const staged = [
        'create temp table staged_transactions (like core.fact_transactions) on commit drop',
        `create temp table control_totals (event_date date, measure varchar(64), unit varchar(64), row_count bigint,
          amount decimal(38, 8)) on commit drop`,
        ...(values.length > 0
          ? [`insert into staged_transactions (${columns.join(', ')}) values ${values.join(', ')}`]
          : []),
        `insert into control_totals values ${totals
          .map((total) => `('${total.date}', '${total.measure}', '${total.unit}', ${total.rows}, ${total.amount})`)
          .join(', ')}`,
      ];
      const isRestating = closed.length > 0;
      const own = readStatements(
        loadFilesOf('transactions', isRestating).filter((path) => !path.endsWith('copy_staged.sql')),
      ).filter((sql) => !isForeign(sql));
      await db.exec(`begin; ${[...staged, ...own.map(filled).map(translate)].join(';\n')}; commit;`);
    },
    async empty() {
      for (const table of loadedTables('transactions')) await db.exec(`delete from ${table}`);
    },
    async readBoth(relation, query) {
      const { fields } = await db.query(`select * from ${relation} limit 0`);
      // Booleans apart: one writes t, the other true.
      const list = fields.map(({ name, dataTypeID }) =>
        dataTypeID === 16 ? `case when ${name} then 'yes' else 'no' end` : `cast(${name} as varchar)`,
      );
      const select = `select ${list.map((expression, at) => `${expression} as c${at}`).join(', ')} from ${relation}`;
      const { rows } = await db.query<unknown[]>(select, [], { rowMode: 'array' });
      const sorted = (found: readonly unknown[][]): string[] => found.map((row) => JSON.stringify(row)).sort();
      return { postgres: sorted(rows), endpoint: sorted(await query(select)) };
    },
    close: () => db.close(),
  };
}

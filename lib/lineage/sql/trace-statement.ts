import { type Catalog, formatTable } from '../../../local/redshift-data/sql/catalog.ts';
import { parseStatement } from '../../../local/redshift-data/sql/parse-statement.ts';
import type { Expr, FromItem, Statement, TableName } from '../../../local/redshift-data/sql/syntax.ts';
import { mergeSources, type Source, type Traced, type TracedColumn, useAs } from '../source.ts';
import { createScope, type Scope } from './scope.ts';
import { traceExpression } from './trace-expression.ts';
import { traceFrom } from './trace-from.ts';
import { renameColumns, traceColumn, traceQuery } from './trace-query.ts';

/** What is known while statements are read in their order. */
export type Session = {
  catalog: Catalog;
  /** Temporary tables by name, as what they come from. */
  temporary: Map<string, Traced>;
  /** What COPY finds at a manifest, column by column. */
  copied: (manifest: string) => Traced;
  /** Relations that have been read, temporary ones too. */
  reads: Set<string>;
};

/** What a statement puts into a table, or defines as a view; nothing for one that only reads or defines. */
export type Written = Traced & { table: TableName };

/** What a statement writes. Temporary tables are remembered in the session, and resolved wherever they are read. */
export function traceStatement(statement: Statement, session: Session): Written | undefined {
  const target = targetOf(statement);
  // That a table is changed where it stands makes it no reading one.
  const find = (table: TableName): Traced => {
    if (formatTable(table) !== target) session.reads.add(formatTable(table));
    return relationOf(table, session);
  };
  const scope = createScope({ find, ctes: new Map() });
  switch (statement.kind) {
    case 'insert': {
      const { table, source } = statement;
      const names = statement.columns ?? columnsOf(table, session);
      const traced = source.kind === 'query' ? traceQuery(source.query, scope) : traceValues(source.rows, scope);
      return write({ table, ...renameColumns(traced, names) }, session);
    }
    case 'update': {
      const { table, alias = table.name, set, from, where } = statement;
      const rows = traceRows([{ kind: 'table', table, alias }, ...from], where, scope);
      return write({ table, columns: traceAssignments(set, scope), rows }, session);
    }
    case 'delete': {
      const { table, alias = table.name, using, where } = statement;
      const rows = traceRows([{ kind: 'table', table, alias }, ...using], where, scope);
      return write({ table, columns: [], rows: useAs('filter', rows) }, session);
    }
    case 'merge': {
      const { target: table, source, on, update = [], insertValues } = statement;
      const rows = traceFrom({ kind: 'join', type: 'inner', left: { kind: 'table', table }, right: source, on }, scope);
      const names = statement.insertColumns ?? columnsOf(table, session);
      const inserted = insertValues.map((value, at) => ({ column: names[at] ?? '', value }));
      const columns = traceAssignments([...inserted, ...update], scope);
      return write({ table, columns, rows }, session);
    }
    case 'copy': {
      const names = statement.columns ?? columnsOf(statement.table, session);
      return write({ table: statement.table, ...renameColumns(session.copied(statement.manifest), names) }, session);
    }
    case 'createView':
      return { table: statement.view, ...renameColumns(traceQuery(statement.query, scope), statement.columns) };
    case 'createTable':
      if (statement.definition.kind === 'as') {
        const { query, columns } = statement.definition;
        return write({ table: statement.table, ...renameColumns(traceQuery(query, scope), columns) }, session);
      }
      if (statement.temporary) session.temporary.set(statement.table.name, { columns: [], rows: [] });
      return undefined;
    case 'query':
      traceQuery(statement.query, scope);
      return undefined;
    case 'unload':
      return traceStatement(parseStatement(statement.query), session);
    default:
      return undefined;
  }
}

function targetOf(statement: Statement): string | undefined {
  if (statement.kind === 'merge') return formatTable(statement.target);
  return statement.kind === 'update' || statement.kind === 'delete' ? formatTable(statement.table) : undefined;
}

function relationOf(table: TableName, { catalog, temporary }: Session): Traced {
  const made = table.schema === undefined ? temporary.get(table.name) : undefined;
  const name = formatTable(table);
  if (made) return made;
  const columns = catalog.get(table).columns.map(({ name: column }): TracedColumn => {
    return { name: column, sources: [{ table: name, column, use: 'identity' }] };
  });
  return { columns, rows: [] };
}

function columnsOf(table: TableName, { catalog, temporary }: Session): string[] {
  const { columns } = (table.schema === undefined && temporary.get(table.name)) || catalog.get(table);
  return columns.map(({ name }) => name);
}

/** What several statements put into one temporary table adds up. */
function write(written: Written, { temporary }: Session): Written | undefined {
  const { table } = written;
  if (table.schema !== undefined) return written;
  temporary.set(table.name, joinTraced(temporary.get(table.name) ?? { columns: [], rows: [] }, written));
  return undefined;
}

/** One relation out of two that write it. */
export function joinTraced(one: Traced, other: Traced): Traced {
  const columns = new Map(one.columns.map((column) => [column.name, column]));
  for (const column of other.columns) {
    const { sources, formula } = columns.get(column.name) ?? { sources: [] };
    columns.set(column.name, {
      ...column,
      sources: mergeSources(sources, column.sources),
      formula: formula ?? column.formula,
    });
  }
  return { columns: [...columns.values()], rows: mergeSources(one.rows, other.rows) };
}

function traceValues(rows: readonly Expr[][], scope: Scope): Traced {
  const [first = []] = rows;
  const columns = first.map((_, at) => ({
    name: '',
    sources: rows.flatMap((row) => (row[at] ? traceExpression(row[at], scope) : [])),
  }));
  return { columns, rows: [] };
}

function traceRows(from: readonly FromItem[], where: Expr | undefined, scope: Scope): Source[] {
  const rows = from.flatMap((item) => traceFrom(item, scope));
  return mergeSources(rows, useAs('filter', where ? traceExpression(where, scope) : []));
}

function traceAssignments(assignments: readonly { column: string; value: Expr }[], scope: Scope): TracedColumn[] {
  const traced = assignments.map(({ column, value }) => traceColumn(column, value, scope));
  return joinTraced({ columns: [], rows: [] }, { columns: traced, rows: [] }).columns;
}

import { bindQuery, requireUnique } from './bind-query.ts';
import { defaultSchema, formatTable, keyOf, quoteName, type Relation, sqlName } from './catalog.ts';
import { requireOwner, requireSchema } from './require-access.ts';
import { type BindContext, createScope, type ViewNotes } from './scope.ts';
import { SqlError } from './sql-error.ts';
import type { CreateView } from './syntax.ts';
import { formatType } from './types.ts';

/**
 * A new view, and the DuckDB SQL by which stock DuckDB sees it too. It is kept as Redshift SQL and bound anew where it is
 * read; with stars written out, so that a column added below changes nothing.
 */
export function bindCreateView(statement: CreateView, context: BindContext): { sql: string; relation: Relation } {
  const { catalog, rights } = context;
  const schema = statement.view.schema ?? defaultSchema;
  catalog.requireSchema(schema);
  requireSchema(context, schema, 'create');
  const existing = catalog.find({ schema, name: statement.view.name });
  if (existing !== undefined && !statement.replace) {
    throw new SqlError(`Relation "${formatTable(statement.view)}" already exists`);
  }
  if (existing?.kind === 'table') throw new SqlError(`"${formatTable(existing)}" is not a view`);
  if (existing !== undefined) requireOwner(context, existing);
  const notes: ViewNotes = { uses: new Set(), stars: new Map() };
  const query = bindQuery(statement.query, createScope({ catalog, parameters: new Map(), rights, notes }, new Map()));
  if (query.sql.includes('"temp"."main".')) throw new SqlError('a view may not use a temporary table');
  const names = statement.columns ?? query.columns.map((column) => column.name);
  if (names.length !== query.columns.length) {
    throw new SqlError(`CREATE VIEW names ${names.length} columns for ${query.columns.length}`);
  }
  requireUnique(names, 'CREATE VIEW');
  const columns = query.columns.map(({ name, type }, i) => ({ name: names[i] ?? name, type, notNull: false }));
  const relation: Relation = {
    schema,
    name: statement.view.name,
    kind: 'view',
    columns,
    query: writeStars(statement, notes),
    uses: [...notes.uses],
  };
  if (existing !== undefined) requireSameColumns(existing, relation);
  if (notes.uses.has(keyOf(relation))) throw new SqlError(`view "${formatTable(relation)}" cannot read itself`);
  const list = names.map(quoteName).join(', ');
  return { sql: `create or replace view ${sqlName(relation)} (${list}) as ${query.sql}`, relation };
}

// "You can only replace a view with a new query that generates the identical set of columns" (CREATE VIEW).
function requireSameColumns(before: Relation, after: Relation): void {
  const view = formatTable(before);
  if (before.columns.length !== after.columns.length) {
    throw new SqlError(
      `cannot change number of columns in view "${view}": it has ${before.columns.length}, not ${after.columns.length}; drop it first`,
    );
  }
  for (const [i, { name, type }] of before.columns.entries()) {
    const column = after.columns[i];
    if (column === undefined) throw new Error('both have the same number of columns');
    if (column.name !== name) {
      throw new SqlError(
        `cannot change name of view column "${name}": view "${view}" would call it "${column.name}"; drop it first`,
      );
    }
    const [was, is] = [formatType(type), formatType(column.type)];
    if (was !== is) {
      throw new SqlError(
        `cannot change data type of view column "${name}": in view "${view}" it is ${was}, not ${is}; cast it, or drop the view first`,
      );
    }
  }
}

function writeStars({ text, start }: CreateView, { stars }: ViewNotes): string {
  let written = '';
  let from = 0;
  for (const [at, { end, sql }] of [...stars].sort(([a], [b]) => a - b)) {
    written += text.slice(from, at - start) + sql;
    from = end - start;
  }
  return written + text.slice(from);
}

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Access } from '../../../local/redshift-data/sql/access.ts';
import { bindColumn, bindCreateTable } from '../../../local/redshift-data/sql/bind-create-table.ts';
import { bindCreateView } from '../../../local/redshift-data/sql/bind-view.ts';
import { Catalog } from '../../../local/redshift-data/sql/catalog.ts';
import { Masking } from '../../../local/redshift-data/sql/masking.ts';
import { parseStatement } from '../../../local/redshift-data/sql/parse-statement.ts';
import type { BindContext } from '../../../local/redshift-data/sql/scope.ts';
import type { Statement } from '../../../local/redshift-data/sql/syntax.ts';
import { viewFiles } from '../../stages/warehouse/migrate.ts';
import { readStatements, sqlDirectory } from '../../stages/warehouse/read-statements.ts';

/** The files that make the warehouse, in order: migrations, then views. */
export function definitionFiles(): string[] {
  const migrations = readdirSync(join(sqlDirectory(), 'ddl')).filter((file) => file.endsWith('.sql'));
  return [...migrations.sort().map((file) => `ddl/${file}`), ...viewFiles()];
}

/** The tables and views that sql/ defines, with the types that Redshift gives their columns: no database is asked. */
export function readWarehouse(): Catalog {
  const catalog = new Catalog(['public'], [], [], new Access([]), new Masking([], []));
  const rights = { user: 'admin', roles: [], isSuperuser: true };
  const context = { catalog, parameters: new Map<string, string>(), rights };
  for (const sql of readStatements(definitionFiles())) define(parseStatement(sql), context);
  return catalog;
}

function define(statement: Statement, context: BindContext): void {
  const { catalog } = context;
  switch (statement.kind) {
    case 'createSchema':
      catalog.schemas.add(statement.name);
      return;
    case 'createTable': {
      const made = bindCreateTable(statement, context);
      if (made) catalog.put(made.relation);
      return;
    }
    case 'createView':
      catalog.put(bindCreateView(statement, context).relation);
      return;
    case 'drop':
      for (const name of statement.names) catalog.remove(catalog.get(name));
      return;
    case 'addColumn': {
      const table = catalog.getTable(statement.table);
      catalog.put({ ...table, columns: [...table.columns, bindColumn(statement.column, context)] });
    }
  }
}

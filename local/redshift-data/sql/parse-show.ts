import { quoteText } from './catalog.ts';
import { parseTableName } from './parse-from.ts';
import { parseQuery } from './parse-query.ts';
import { refuse } from './sql-error.ts';
import type { Statement } from './syntax.ts';
import { TokenCursor } from './token-cursor.ts';

/** Reads SHOW DATABASES, SCHEMAS FROM DATABASE d, TABLES FROM SCHEMA d.s, COLUMNS FROM TABLE d.s.t as queries of the catalog. */
export function parseShow(cursor: TokenCursor): Statement {
  const what = cursor.acceptOneOf('databases', 'schemas', 'tables', 'columns', 'search_path');
  switch (what) {
    case 'search_path':
      return queryOf(`select '"$user", public' as search_path`);
    case 'databases':
      return show(cursor, 'database_name', 'svv_redshift_databases', {});
    case 'schemas': {
      cursor.expectWords('from', 'database');
      return show(cursor, 'schema_name', 'svv_redshift_schemas', { database_name: cursor.identifier() });
    }
    case 'tables': {
      cursor.expectWords('from', 'schema');
      const { schema, name } = parseTableName(cursor);
      return show(cursor, 'table_name', 'svv_redshift_tables', { database_name: schema, schema_name: name });
    }
    case 'columns': {
      cursor.expectWords('from', 'table');
      const { database, schema, name } = parseTableName(cursor);
      return show(cursor, 'column_name', 'svv_redshift_columns', {
        database_name: database,
        schema_name: schema,
        table_name: name,
      });
    }
    default:
      throw refuse(
        `SHOW ${cursor.peek().text.toUpperCase()}`,
        'databases, schemas from database d, tables from schema d.s, columns from table d.s.t',
      );
  }
}

function show(cursor: TokenCursor, key: string, view: string, of: Record<string, string | undefined>): Statement {
  const where = Object.entries(of).flatMap(([column, value]) =>
    value === undefined ? [] : [`${column} = ${quoteText(value)}`],
  );
  if (cursor.acceptWords('like')) where.push(`${key} like ${quoteText(cursor.string())}`);
  const limit = cursor.acceptWords('limit') ? ` limit ${cursor.integer()}` : '';
  const order = view === 'svv_redshift_columns' ? 'ordinal_position' : key;
  const condition = where.length === 0 ? '' : ` where ${where.join(' and ')}`;
  return queryOf(`select * from ${view}${condition} order by ${order}${limit}`);
}

function queryOf(sql: string): Statement {
  return { kind: 'query', query: parseQuery(new TokenCursor(sql)) };
}

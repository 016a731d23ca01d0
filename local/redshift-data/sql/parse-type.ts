import { refuse } from './sql-error.ts';
import type { TokenCursor } from './token-cursor.ts';
import * as types from './types.ts';

const plain: Record<string, types.RsType> = {
  smallint: types.int2,
  int2: types.int2,
  int: types.int4,
  int4: types.int4,
  integer: types.int4,
  bigint: types.int8,
  int8: types.int8,
  real: types.float4,
  float4: types.float4,
  float: types.float8,
  float8: types.float8,
  bool: types.bool,
  boolean: types.bool,
  date: types.date,
  timestamptz: types.timestamptz,
  text: types.varchar(256),
};

/**
 * Reads a type. VARCHAR without a length is 256 bytes in a column definition, in a cast as long as its input.
 */
export function parseType(cursor: TokenCursor, use: 'column' | 'cast'): types.RsType {
  const varcharLength = use === 'column' ? 256 : types.maxVarcharBytes;
  const name = cursor.label();
  switch (name) {
    case 'dec':
    case 'decimal':
    case 'numeric':
      return parseNumeric(cursor);
    case 'varchar':
    case 'nvarchar':
      return types.varchar(parseLength(cursor, types.maxVarcharBytes) ?? varcharLength);
    case 'char':
    case 'character':
      if (cursor.acceptWords('varying'))
        return types.varchar(parseLength(cursor, types.maxVarcharBytes) ?? varcharLength);
      return types.char(parseLength(cursor, types.maxCharBytes) ?? 1);
    case 'double':
      cursor.expectWords('precision');
      return types.float8;
    case 'timestamp':
      if (cursor.acceptWords('with', 'time', 'zone')) return types.timestamptz;
      cursor.acceptWords('without', 'time', 'zone');
      return types.timestamp;
    default: {
      const type = plain[name];
      if (type === undefined) throw refuse(`the type ${name}`);
      return type;
    }
  }
}

// Redshift's default of DECIMAL is (18,0).
function parseNumeric(cursor: TokenCursor): types.RsType {
  if (!cursor.acceptOperator('(')) return types.numeric(18, 0);
  const precision = cursor.integer();
  const scale = cursor.acceptOperator(',') ? cursor.integer() : 0;
  cursor.expectOperator(')');
  return types.numeric(precision, scale);
}

function parseLength(cursor: TokenCursor, max: number): number | undefined {
  if (!cursor.acceptOperator('(')) return undefined;
  const length = cursor.acceptWords('max') ? max : cursor.integer();
  cursor.expectOperator(')');
  return length;
}

import type { DuckDBValue } from '@duckdb/node-api';
import type { RsType } from '../sql/types.ts';

/** One value as the JSON of a `Field`, and its size in bytes. DECIMALs stay text: no digit goes through a float. */
export function formatField(value: DuckDBValue, type: RsType): { json: string; bytes: number } {
  if (value === null) return { json: '{"isNull":true}', bytes: 0 };
  switch (type.name) {
    case 'int2':
    case 'int4':
    case 'int8':
      return { json: `{"longValue":${value}}`, bytes: 8 };
    case 'float4':
      return { json: `{"doubleValue":${formatDouble(shortestFloat(Number(value)))}}`, bytes: 4 };
    case 'float8':
      return { json: `{"doubleValue":${formatDouble(Number(value))}}`, bytes: 8 };
    case 'bool':
      return { json: `{"booleanValue":${value}}`, bytes: 1 };
    default: {
      const text = String(value);
      return { json: `{"stringValue":${JSON.stringify(text)}}`, bytes: Buffer.byteLength(text) };
    }
  }
}

function formatDouble(value: number): string {
  return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
}

// A float widened to a double shows digits it never had.
function shortestFloat(value: number): number {
  for (let precision = 6; precision < 9; precision++) {
    const shorter = Number(value.toPrecision(precision));
    if (Math.fround(shorter) === value) return shorter;
  }
  return value;
}

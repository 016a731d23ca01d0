import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { PaylakeError } from '../../lib/errors.ts';
import { bronzeEnv, engineEnv, warehouseEnv } from '../../lib/runtime/environment.ts';
import { readEnv } from '../../lib/runtime/read-env.ts';

afterEach(() => vi.unstubAllEnvs());

const schema = z.object({ ...bronzeEnv, ...engineEnv, ...warehouseEnv });
const sound = {
  BRONZE_BUCKET: 'paylake-bronze',
  DUCKDB_MEMORY_MIB: '1024',
  WORKGROUP_NAME: 'paylake',
  DATABASE_NAME: 'paylake',
};

function readWith(variables: Record<string, string | undefined>): z.output<typeof schema> {
  for (const [name, value] of Object.entries({ ...sound, ...variables })) vi.stubEnv(name, value);
  return readEnv(schema);
}

test('picks its own variables, numbers as numbers', () => {
  expect(readWith({ UNRELATED: 'x' })).toEqual({ ...sound, DUCKDB_MEMORY_MIB: 1024 });
});

test.each([undefined, '', 'much', '63', '-1', '64.5', 'NaN', 'Infinity'])(
  'DUCKDB_MEMORY_MIB %j is refused',
  (value) => {
    expect(() => readWith({ DUCKDB_MEMORY_MIB: value })).toThrow(/DUCKDB_MEMORY_MIB/);
  },
);

test('names every variable that is wrong, and no other, as a mistake of the set-up', () => {
  const error = caught(() => readWith({ BRONZE_BUCKET: '', WORKGROUP_NAME: undefined }));
  expect(error).toBeInstanceOf(PaylakeError);
  expect(error).toMatchObject({ kind: 'usage', next: expect.stringContaining('deploy') });
  expect(String(error)).toMatch(/BRONZE_BUCKET.*WORKGROUP_NAME/);
  expect(String(error)).not.toMatch(/DATABASE_NAME|DUCKDB_MEMORY_MIB/);
});

function caught(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

import { describe, expect, it } from 'vitest';
import { describeError } from '../../redshift-data/database/describe-error.ts';
import { SqlError } from '../../redshift-data/sql/sql-error.ts';

const errors: [error: Error, text: RegExp][] = [
  [new SqlError('relation "x" does not exist'), /^relation "x" does not exist$/],
  [
    new Error('IO Error: Could not write file "w.duckdb": No space left on device'),
    /^Disk Full: .*free space and run again/,
  ],
  [Object.assign(new Error('write failed'), { code: 'ENOSPC' }), /^Disk Full: /],
  [new Error('Constraint Error: NOT NULL constraint failed: t.id'), /^Cannot insert a NULL value into column id/],
  [new Error('Out of Range Error: Overflow in addition of INT32 (1 + 2)!'), /^Overflow \(addition\)/],
  [
    new Error('Out of Range Error: Overflow in multiplication of INT128 (1 * 2)!'),
    /^Numeric data overflow \(multiplication\)/,
  ],
  [new Error('Conversion Error: Could not convert x\n\nLINE 1: select 1\n   ^'), /^Could not convert x$/],
];

describe('the text of a failed statement', () => {
  it.each(errors)("says %s in Redshift's words", (error, text) => {
    expect(describeError(error)).toMatch(text);
  });
});

import { expect, test } from 'vitest';
import { checkPartitions } from '../../lib/contracts/check-partitions.ts';
import type { ColumnType, Contract } from '../../lib/contracts/contract.ts';
import { contracts } from '../../lib/datasets/contracts.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';

const words = (...oneOf: string[]): ColumnType => ({ kind: 'text', maxLength: 64, oneOf });
const matching = (pattern: string): ColumnType => ({ kind: 'text', maxLength: 64, pattern });

/** A contract whose second partition column has this type and prefix. */
function partitioned(type: ColumnType, prefix?: string, changes: Partial<Contract> = {}): Contract {
  const { partitionPrefix: _, ...rest } = transactions;
  const columns = transactions.columns.map((column) => (column.name === 'mcc' ? { ...column, type } : column));
  return { ...rest, columns, ...(prefix !== undefined && { partitionPrefix: prefix }), ...changes };
}

test.each(Object.values(contracts))('the paths of $name cannot be misread', (contract) => {
  expect(() => checkPartitions(contract)).not.toThrow();
});

test.each([
  ['a closed set without a prefix', partitioned(words('transfer', 'qr', 'charge'))],
  ['symbols behind s-', partitioned(matching('^[A-Z0-9][A-Z0-9./_-]{0,31}$'), 's-')],
  ['mixed itself behind a prefix', partitioned(words('mixed'), 's-')],
])('%s is right', (_, contract) => {
  expect(() => checkPartitions(contract)).not.toThrow();
});

test.each<[string, RegExp, Contract]>([
  ['an open set without a prefix', /mcc has no closed set/, partitioned(matching('^[0-9]{4}$'))],
  ['a number in a closed set', /mcc may be 0780/, partitioned(words('food', '0780'))],
  ['mixed in a closed set', /mcc may be mixed/, partitioned(words('food', 'mixed'))],
  ['null in a closed set', /mcc may be NULL/, partitioned(words('NULL'))],
  ['a prefix that makes mixed of a value', /may be mixed in a path/, partitioned(matching('^[a-z]+$'), 'm')],
  ['a prefix that is a number', /partitionPrefix is/, partitioned(matching('^[0-9]{4}$'), '1')],
  [
    'a second column that may be empty',
    /no required text/,
    partitioned(words('a'), undefined, {
      partitionBy: ['txn_date', 'merchant_name'],
    }),
  ],
  [
    'a number as second column',
    /no required text/,
    partitioned(words('a'), 'v', {
      partitionBy: ['txn_date', 'version'],
    }),
  ],
  ['no such column', /no column nothing/, partitioned(words('a'), 'v', { partitionBy: ['txn_date', 'nothing'] })],
  [
    'another date first',
    /begins with txn_date/,
    partitioned(words('a'), undefined, {
      partitionBy: ['ingest_date', 'mcc'],
    }),
  ],
])('%s is refused', (_, message, contract) => {
  expect(() => checkPartitions(contract)).toThrow(message);
});

test('a column named like a path key is refused', () => {
  const [column] = transactions.columns;
  const columns = [...transactions.columns, { ...column, name: 'p_mcc' } as (typeof transactions.columns)[number]];
  expect(() => checkPartitions({ ...transactions, columns })).toThrow(/p_mcc is the name of a path key/);
});

const misread = [
  ...['mixed', 'MIXED', 'null', 'None', 'true', 'False', 'NaN', 'inf', '-inf', 'Infinity', '-Infinity'],
  ...['__HIVE_DEFAULT_PARTITION__', '1a', '-x', ' a', '.'],
];
test.each(misread)('without a prefix "%s" would be misread in a path', (word) => {
  const message = `contract transactions: mcc may be ${word}, which a path cannot say: it needs a partitionPrefix`;
  expect(() => checkPartitions(partitioned(words('food', word, 'other')))).toThrow(new Error(message));
});

test.each(['nullable', 'xnull', 'infinite', 'xinf', 'mixed2', 'amixed', '_x', 'nano', 'untrue', 'Zoo', 'a-1'])(
  '"%s" is no other word',
  (word) => {
    expect(() => checkPartitions(partitioned(words(word)))).not.toThrow();
  },
);

test.each([
  ['m', true],
  ['s-', true],
  ['sym-', true],
  ['M', false],
  ['m1', false],
  ['s--', false],
  ['-', false],
  ['-m', false],
  ['m ', false],
])('a prefix is letters, perhaps with a dash behind: "%s" %s', (prefix, isRight) => {
  const check = (): void => checkPartitions(partitioned(matching('^[0-9]{4}$'), prefix));
  if (isRight) expect(check).not.toThrow();
  else expect(check).toThrow('contract transactions: partitionPrefix is a letter or two, such as m or s-');
});

test.each<[string, ColumnType, string, boolean]>([
  ['a word of the set', words('food', 'ixed'), 'm', true],
  ['no word of the set', words('food', 'mixed'), 'm', false],
  ['too long', { kind: 'text', maxLength: 3, pattern: '^[a-z]+$' }, 'm', false],
  ['just as long', { kind: 'text', maxLength: 4, pattern: '^[a-z]+$' }, 'm', true],
  ['of another pattern', matching('^[0-9]{4}$'), 'm', false],
  ['free text', { kind: 'text', maxLength: 4 }, 'm', true],
  ['nothing behind the whole word', words(''), 'mixed', true],
  ['behind another prefix', matching('^[a-z]+$'), 's-', false],
  ['behind its first letters in another order', matching('^[a-z]+$'), 'im', false],
])('with its prefix a value may read as mixed: %s', (_, type, prefix, isMixed) => {
  const check = (): void => checkPartitions(partitioned(type, prefix));
  if (isMixed) expect(check).toThrow(new Error('contract transactions: mcc may be mixed in a path'));
  else expect(check).not.toThrow();
});

test('a column that is filled where it is missing has a path, one that may be empty has none', () => {
  const optional = (whenMissing?: string): Contract => ({
    ...partitioned(words('a')),
    columns: transactions.columns.map((column) =>
      column.name === 'mcc'
        ? { ...column, type: words('a'), required: false, ...(whenMissing && { whenMissing }) }
        : column,
    ),
  });
  expect(() => checkPartitions(optional('a'))).not.toThrow();
  expect(() => checkPartitions(optional())).toThrow(new Error('contract transactions: mcc is no required text'));
});

test('the first path key is no column either', () => {
  const [column] = transactions.columns;
  const columns = [...transactions.columns, { ...column, name: 'p_txn_date' } as (typeof transactions.columns)[number]];
  expect(() => checkPartitions({ ...transactions, columns })).toThrow(/p_txn_date is the name of a path key/);
});

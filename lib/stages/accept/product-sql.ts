import type { Column, Contract } from '../../contracts/contract.ts';

/** Half of the digits of a factor: two halves times two halves stay within HUGEINT. */
const half = 12n;

/**
 * SQL of the exact product of two decimal columns that are not negative, rounded once, half away from zero, at the last decimal of
 * its own column; null where a factor is null or the product has more digits than the column holds.
 *
 * DuckDB would need 48 digits for two DECIMAL(24,8) and has 38: the factors are taken apart into halves of twelve digits.
 */
export function productSql({ columns }: Contract, product: Column): string {
  const [left, right] = (product.product ?? []).map((name) => columns.find((column) => column.name === name));
  const scales = [left, right, product].map((column) => (column?.type.kind === 'decimal' ? column.type.scale : 0));
  const [leftScale = 0, rightScale = 0, scale = 0] = scales;
  const precision = product.type.kind === 'decimal' ? product.type.precision : 0;
  const cut = 10n ** BigInt(leftScale + rightScale - scale);
  const digits = (column: Column | undefined): string =>
    `replace(cast("${column?.name}" as varchar), '.', '')::hugeint`;
  const power = (exponent: bigint): string => `${10n ** exponent}::hugeint`;
  const halves = `{'a': ${digits(left)} // ${power(half)}, 'b': ${digits(left)} % ${power(half)},
    'c': ${digits(right)} // ${power(half)}, 'd': ${digits(right)} % ${power(half)}}`;
  const high = `h.a * h.c`;
  const low = `(h.a * h.d + h.b * h.c) * ${power(half)} + h.b * h.d`;
  // high stands for 10^24 of the product's units; beyond this bound the sum would leave HUGEINT, and the column.
  const bound = power(38n - 2n * half + BigInt(leftScale + rightScale - scale));
  const units = `case when ${high} < ${bound} then ${high} * ${10n ** (2n * half) / cut}::hugeint + (${low} + ${cut / 2n}) // ${cut} end`;
  const text = `cast(u // ${10n ** BigInt(scale)} as varchar) || '.' || lpad(cast(u % ${10n ** BigInt(scale)} as varchar), ${scale}, '0')`;
  const within = `u < ${power(BigInt(precision))}`;
  return `list_transform(list_transform([${halves}], lambda h: ${units}),
    lambda u: case when ${within} then cast(${text} as decimal(${precision}, ${scale})) end)[1]`;
}

import type { ColumnType, Contract } from './contract.ts';

/** Words that readers of paths, or the layout itself, take for something else. */
const taken = /^(mixed|null|none|true|false|nan|-?inf(inity)?|__hive_default_partition__)$/i;

/**
 * Throws where Silver's paths could be misread: a path key that is a column, a value that looks like a number, a value that
 * looks like `mixed`, under which small dates stand.
 */
export function checkPartitions({ name, eventDate, partitionBy, partitionPrefix = '', columns }: Contract): void {
  const refuse = (says: string): never => {
    throw new Error(`contract ${name}: ${says}`);
  };
  const [first, second] = partitionBy;
  if (first !== eventDate) refuse(`partitionBy begins with ${eventDate}`);
  for (const { name: column } of columns) {
    if (column === `p_${first}` || column === `p_${second}`) refuse(`${column} is the name of a path key`);
  }
  const column = columns.find((one) => one.name === second) ?? refuse(`it has no column ${second}`);
  const { type, required, whenMissing } = column;
  if (type.kind !== 'text' || (!required && whenMissing === undefined)) refuse(`${second} is no required text`);
  if (partitionPrefix !== '') {
    if (!/^[a-z]+-?$/.test(partitionPrefix)) refuse(`partitionPrefix is a letter or two, such as m or s-`);
    const rest = 'mixed'.slice(partitionPrefix.length);
    if (`${partitionPrefix}${rest}` === 'mixed' && mayBe(type, rest)) refuse(`${second} may be mixed in a path`);
    return;
  }
  const words = type.kind === 'text' ? (type.oneOf ?? []) : [];
  if (words.length === 0) refuse(`${second} has no closed set of words: it needs a partitionPrefix`);
  const misread = words.find((word) => taken.test(word) || !/^[a-z_]/i.test(word));
  if (misread !== undefined) refuse(`${second} may be ${misread}, which a path cannot say: it needs a partitionPrefix`);
}

function mayBe(type: ColumnType, value: string): boolean {
  if (type.kind !== 'text') return false;
  if (type.oneOf) return type.oneOf.includes(value);
  return value.length <= type.maxLength && new RegExp(type.pattern ?? '').test(value);
}

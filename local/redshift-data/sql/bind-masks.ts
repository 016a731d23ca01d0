import { assignSql } from './assign.ts';
import { bindExpression } from './bind-expression.ts';
import { type Bound, bound } from './bound.ts';
import { type CatalogColumn, formatTable, keyOf, quoteName, type Relation, sqlName } from './catalog.ts';
import { settle } from './coerce.ts';
import type { MaskAttachment, MaskingPolicy } from './masking.ts';
import { parseMasks } from './parse-masking.ts';
import { type BindContext, createScope } from './scope.ts';
import { refuse, SqlError } from './sql-error.ts';
import { formatType, isInteger, isText, type RsType, sameType } from './types.ts';

const source = '"masked"';

/** DuckDB SQL of a table as the caller sees it: masked columns have their masks before anything else happens to them. */
export function maskedSql(relation: Relation, context: BindContext): string {
  const chosen = chooseMasks(relation, context);
  if (chosen.size === 0) return sqlName(relation);
  const items = relation.columns.map((column) => {
    const attachment = chosen.get(column.name);
    const plain = `${source}.${quoteName(column.name)}`;
    const sql = attachment === undefined ? plain : maskSql(relation, column, attachment, context);
    return `${sql} as ${quoteName(column.name)}`;
  });
  return `(select ${items.join(', ')} from ${sqlName(relation)} as ${source})`;
}

/** Refuses a change of a table of which the caller does not see everything: its conditions would see more. */
export function refuseMasked(relation: Relation, context: BindContext, act: string): void {
  const [column] = chooseMasks(relation, context).keys();
  if (column === undefined) return;
  throw refuse(
    `${act} of ${formatTable(relation)} by who sees its column "${column}" masked`,
    'let a role without that mask do it',
  );
}

/** The expressions of a policy over these inputs, in their order. */
export function bindMasks(policy: MaskingPolicy, inputs: readonly string[], context: BindContext): Bound[] {
  const scope = createScope({ ...context, parameters: new Map() }, new Map());
  for (const [i, { name, type }] of policy.inputs.entries()) {
    scope.aliases.set(name, bound(inputs[i] ?? 'null', type, { name }));
  }
  return parseMasks(policy.using).map((expr) => bindExpression(expr, scope));
}

/** Fails unless a policy's inputs take these columns, and its outputs fit the others. */
export function requireFitting(
  policy: MaskingPolicy,
  inputs: readonly CatalogColumn[],
  outputs: readonly CatalogColumn[],
  context: BindContext,
): void {
  if (inputs.length !== policy.inputs.length) {
    throw new SqlError(
      `masking policy "${policy.name}" takes ${policy.inputs.length} columns, not ${inputs.length}: name them with USING`,
    );
  }
  for (const [i, { name, type }] of policy.inputs.entries()) {
    const column = inputs[i] as CatalogColumn;
    if (takes(type, column.type)) continue;
    throw new SqlError(
      `masking policy "${policy.name}" takes ${formatType(type)} as "${name}", column "${column.name}" is ${formatType(column.type)}`,
    );
  }
  const made = bindMasks(policy, [], context);
  if (made.length !== outputs.length) {
    throw new SqlError(`masking policy "${policy.name}" makes ${made.length} columns, not ${outputs.length}`);
  }
  for (const [i, column] of outputs.entries()) {
    const type = made[i]?.type as RsType;
    if (takes(column.type, type)) continue;
    throw new SqlError(
      `masking policy "${policy.name}" makes ${formatType(type)}, which column "${column.name}" of ${formatType(column.type)} does not take; cast its expression to that type`,
    );
  }
}

function takes(type: RsType, given: RsType): boolean {
  if (isText(type) && isText(given)) return type.name === given.name && given.length <= type.length;
  if (isInteger(type) && isInteger(given)) return integers.indexOf(given.name) <= integers.indexOf(type.name);
  return sameType(type, given);
}

const integers = ['int2', 'int4', 'int8'];

function chooseMasks(relation: Relation, { catalog, caller }: BindContext): Map<string, MaskAttachment> {
  if (caller === undefined || relation.schema === undefined) return new Map();
  return catalog.masking.choose(keyOf(relation), catalog.access.granteesOf(caller.identity));
}

function maskSql(relation: Relation, column: CatalogColumn, attachment: MaskAttachment, context: BindContext): string {
  const policy = context.catalog.masking.policies.get(attachment.policy);
  if (policy === undefined)
    throw new Error(`the masking policy ${attachment.policy} of ${formatTable(relation)} is lost`);
  const inputs = attachment.inputs.map((name) => `${source}.${quoteName(name)}`);
  const made = bindMasks(policy, inputs, context)[attachment.outputs.indexOf(column.name)];
  if (made === undefined) throw new Error(`the masking policy ${policy.name} makes no column ${column.name}`);
  return assignSql(settle(made), column);
}

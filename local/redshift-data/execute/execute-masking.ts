import { targetColumns } from '../sql/bind-insert.ts';
import { bindMasks, requireFitting } from '../sql/bind-masks.ts';
import { requireUnique } from '../sql/bind-query.ts';
import { formatTable, keyOf } from '../sql/catalog.ts';
import type { MaskingPolicy } from '../sql/masking.ts';
import { requireSuperuser } from '../sql/require-access.ts';
import { SqlError } from '../sql/sql-error.ts';
import type { AttachPolicy, PolicyStatement } from '../sql/syntax.ts';
import { formatType } from '../sql/types.ts';
import { nameGrantee } from './execute-grant.ts';
import { bindContext, type Outcome, type Session } from './session.ts';

/** CREATE, ALTER, DROP, ATTACH and DETACH MASKING POLICY, all of them the superuser's. */
export function executeMasking(session: Session, statement: PolicyStatement): Outcome {
  requireSuperuser(bindContext(session), 'manage masking policies');
  const { masking } = session.catalog;
  const known = masking.policies.get(statement.name);
  if (statement.kind === 'createPolicy') {
    if (known !== undefined && statement.ifNotExists) return { rows: 0 };
    if (known !== undefined) throw new SqlError(`masking policy "${statement.name}" already exists`);
    const { inputs } = statement;
    requireUnique(
      inputs.map(({ name }) => name),
      'the inputs of the policy',
    );
    put(session, { name: statement.name, inputs, using: statement.using, ...sign(session) });
    return { rows: 0 };
  }
  if (known === undefined) throw new SqlError(`masking policy "${statement.name}" does not exist`);
  switch (statement.kind) {
    case 'alterPolicy':
      alter(session, known, statement.using);
      break;
    case 'dropPolicy': {
      const used = masking.attachments.find(({ policy }) => policy === known.name);
      if (used !== undefined) {
        throw new SqlError(`cannot drop masking policy "${known.name}": it is attached to ${used.relation}; detach it`);
      }
      masking.removePolicy(known.name);
      break;
    }
    case 'attachPolicy':
      attach(session, statement, known);
      break;
    case 'detachPolicy':
      detach(session, statement);
  }
  return { rows: 0 };
}

function sign({ caller }: Session): Pick<MaskingPolicy, 'modifiedBy' | 'modifiedAt'> {
  return { modifiedBy: caller.identity.user, modifiedAt: caller.statementTime };
}

function put(session: Session, policy: MaskingPolicy): void {
  bindMasks(policy, [], bindContext(session));
  session.catalog.masking.putPolicy(policy);
}

// "The expression must match the original expression's input columns and data types" (ALTER MASKING POLICY).
function alter(session: Session, policy: MaskingPolicy, using: string): void {
  const typesOf = (masks: MaskingPolicy) =>
    bindMasks(masks, [], bindContext(session)).map(({ type }) => formatType(type));
  const altered = { ...policy, using, ...sign(session) };
  const [was, is] = [typesOf(policy), typesOf(altered)];
  if (was.join() !== is.join()) {
    throw new SqlError(`masking policy "${policy.name}" makes ${was.join(', ')}, the new expression ${is.join(', ')}`);
  }
  put(session, altered);
}

function attach(session: Session, statement: AttachPolicy, policy: MaskingPolicy): void {
  const { catalog, caller } = session;
  const relation = catalog.getTable(statement.table, 'cannot attach a masking policy to view');
  if (relation.schema === undefined) {
    throw new SqlError(`cannot attach a masking policy to temporary table "${relation.name}"`);
  }
  const outputs = targetColumns(relation, statement.outputs);
  const inputs = targetColumns(relation, statement.inputs);
  requireFitting(policy, inputs, outputs, bindContext(session));
  const grantee = nameGrantee(session, statement.grantee);
  const key = keyOf(relation);
  for (const other of catalog.masking.attachments) {
    const column = other.relation === key && other.outputs.find((name) => statement.outputs.includes(name));
    if (column === false || column === undefined) continue;
    if (other.grantee === grantee || (other.priority === statement.priority && other.policy !== policy.name)) {
      throw new SqlError(
        `masking policy "${other.policy}" is attached to column "${column}" of ${formatTable(relation)} for ${other.grantee} with priority ${other.priority} already: one policy for a grantee, and another priority for each policy`,
      );
    }
  }
  catalog.masking.attach({
    policy: policy.name,
    relation: key,
    outputs: statement.outputs,
    inputs: statement.inputs,
    grantee,
    priority: statement.priority,
    grantor: caller.identity.user,
  });
}

function detach(session: Session, statement: AttachPolicy): void {
  const relation = session.catalog.get(statement.table);
  const grantee = nameGrantee(session, statement.grantee);
  const gone = session.catalog.masking.detach(
    (other) =>
      other.policy === statement.name &&
      other.relation === keyOf(relation) &&
      other.grantee === grantee &&
      other.outputs.join() === statement.outputs.join(),
  );
  if (gone > 0) return;
  throw new SqlError(
    `masking policy "${statement.name}" is not attached to ${formatTable(relation)} (${statement.outputs.join(', ')}) for ${grantee}`,
  );
}

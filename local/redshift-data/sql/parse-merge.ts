import { parseAssignments, parseColumnList, parseValue } from './parse-dml.ts';
import { parseExpression } from './parse-expression.ts';
import { parseRelation, parseTableName } from './parse-from.ts';
import { refuse, refuseAsRedshift, SqlError } from './sql-error.ts';
import type { MergeStatement } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';

const bothArms = 'MERGE needs exactly one WHEN MATCHED and one WHEN NOT MATCHED arm';

/** Reads MERGE with its two arms; the source is one relation, the arms have no conditions. */
export function parseMerge(cursor: TokenCursor): MergeStatement {
  cursor.expectWords('into');
  const target = parseTableName(cursor);
  if (!cursor.atWords('using')) throw refuseAsRedshift('an alias on the target of MERGE');
  cursor.expectWords('using');
  const source = parseRelation(cursor);
  cursor.expectWords('on');
  const on = parseExpression(cursor);
  if (cursor.atWords('remove', 'duplicates')) throw refuse('MERGE ... REMOVE DUPLICATES');
  const merge: MergeStatement = { kind: 'merge', target, source, on, insertValues: [] };
  const arms = [parseArm(cursor, merge), parseArm(cursor, merge)];
  if (cursor.atWords('when') || arms[0] === arms[1]) throw new SqlError(bothArms);
  return merge;
}

function parseArm(cursor: TokenCursor, merge: MergeStatement): 'matched' | 'not matched' {
  if (!cursor.acceptWords('when')) throw new SqlError(bothArms);
  const arm = cursor.acceptWords('not') ? 'not matched' : 'matched';
  cursor.expectWords('matched');
  if (cursor.atWords('by')) throw refuseAsRedshift('NOT MATCHED BY SOURCE');
  if (cursor.atWords('and')) throw refuseAsRedshift('a condition on an arm of MERGE', 'put it into case expressions');
  cursor.expectWords('then');
  if (arm === 'not matched') {
    cursor.expectWords('insert');
    if (cursor.atOperator('(')) merge.insertColumns = parseColumnList(cursor);
    cursor.expectWords('values');
    merge.insertValues = cursor.parenthesised(() => cursor.list(() => parseValue(cursor)));
  } else if (cursor.acceptWords('update', 'set')) {
    merge.update = parseAssignments(cursor);
  } else {
    cursor.expectWords('delete');
  }
  return arm;
}

import type { Call, Expr, OrderItem, Query } from '../../../local/redshift-data/sql/syntax.ts';
import { splitDatePart } from './split-date-part.ts';
import { typeName } from './type-name.ts';

/** SQL, and how tight it binds: an operand that binds less tightly than its operator stands in brackets. */
type Written = { text: string; level: number };
/** What to write for a column. */
export type WriteColumn = (path: readonly string[]) => string;

const levels = { or: 1, and: 2, not: 3, predicate: 4, '||': 5, sum: 6, product: 7, sign: 8, atom: 9 } as const;

/** An expression as SQL on one line, with the names that `column` gives columns. A subquery is written as `(select ...)`. */
export function writeExpression(expr: Expr, column: WriteColumn = (path) => path.join('.')): string {
  return write(expr, column).text;
}

function write(expr: Expr, column: WriteColumn): Written {
  const at = (operand: Expr, level: number): string => bracket(write(operand, column), level);
  const list = (exprs: readonly Expr[]): string => exprs.map((each) => at(each, 0)).join(', ');
  const not = (negated: boolean): string => (negated ? ' not' : '');
  const atom = (text: string): Written => ({ text, level: levels.atom });
  const predicate = (text: string): Written => ({ text, level: levels.predicate });
  switch (expr.kind) {
    case 'null':
    case 'default':
      return atom(expr.kind);
    case 'boolean':
      return atom(String(expr.value));
    case 'string':
      return atom(`'${expr.value.replaceAll("'", "''")}'`);
    case 'number':
      return atom(expr.text);
    case 'parameter':
      return atom(`:${expr.name}`);
    case 'interval':
      return atom(`interval '${expr.text}'`);
    case 'column':
      return leveled(column(expr.path));
    case 'unary': {
      const level = expr.operator === '-' ? levels.sign : levels.not;
      return { text: `${expr.operator === '-' ? '-' : 'not '}${at(expr.operand, level)}`, level };
    }
    case 'binary': {
      const level = levelOf(expr.operator);
      return { text: `${at(expr.left, level)} ${expr.operator} ${at(expr.right, level + 1)}`, level };
    }
    case 'cast':
      return atom(`cast(${at(expr.operand, 0)} as ${typeName(expr.type)})`);
    case 'case': {
      const whens = expr.whens.map(({ when, result }) => `when ${at(when, 0)} then ${at(result, 0)}`);
      const operand = expr.operand ? [at(expr.operand, 0)] : [];
      const otherwise = expr.otherwise ? [`else ${at(expr.otherwise, 0)}`] : [];
      return { text: ['case', ...operand, ...whens, ...otherwise, 'end'].join(' '), level: levels.sign };
    }
    case 'between': {
      const [low, high] = [at(expr.low, levels['||']), at(expr.high, levels['||'])];
      return predicate(`${at(expr.operand, levels['||'])}${not(expr.negated)} between ${low} and ${high}`);
    }
    case 'inList':
      return predicate(`${at(expr.operand, levels['||'])}${not(expr.negated)} in (${list(expr.items)})`);
    case 'inQuery':
      return predicate(`${at(expr.operand, levels['||'])}${not(expr.negated)} in ${writeQuery(expr.query)}`);
    case 'exists':
      return atom(`exists ${writeQuery(expr.query)}`);
    case 'subquery':
      return atom(writeQuery(expr.query));
    case 'match': {
      const pattern = at(expr.pattern, levels['||']);
      return predicate(`${at(expr.operand, levels['||'])}${not(expr.negated)} ${expr.operator} ${pattern}`);
    }
    case 'is':
      return predicate(`${at(expr.operand, levels['||'])} is${not(expr.negated)} ${expr.what}`);
    case 'call':
      return atom(writeCall(expr, list));
  }
}

function writeCall(expr: Call, list: (exprs: readonly Expr[]) => string): string {
  const { name, star, distinct, over } = expr;
  const { part, values } = splitDatePart(expr);
  const args = `${part ? `${part}, ` : ''}${list(values)}`;
  const call = `${name}(${distinct ? 'distinct ' : ''}${star ? '*' : args})`;
  if (!over) return call;
  const order = (items: readonly OrderItem[]): string =>
    items.map(({ expr: key, descending }) => `${list([key])}${descending ? ' desc' : ''}`).join(', ');
  const parts = [
    ...(over.partitionBy.length > 0 ? [`partition by ${list(over.partitionBy)}`] : []),
    ...(over.orderBy.length > 0 ? [`order by ${order(over.orderBy)}`] : []),
  ];
  return `${call} over (${parts.join(' ')})`;
}

function writeQuery({ body }: Query): string {
  const [first] = body.kind === 'select' ? body.from : [];
  return `(select ...${first?.kind === 'table' ? ` from ${first.alias ?? first.table.name}` : ''})`;
}

function levelOf(operator: string): number {
  if (operator === 'or' || operator === 'and' || operator === '||') return levels[operator];
  if ('+-'.includes(operator)) return levels.sum;
  return '*/%'.includes(operator) ? levels.product : levels.predicate;
}

function bracket({ text, level }: Written, least: number): string {
  return level < least ? `(${text})` : text;
}

/** Text that stands for a column binds tight where it is one word or one call. */
function leveled(text: string): Written {
  let bare = text;
  for (let before = ''; before !== bare; ) {
    before = bare;
    bare = bare.replace(/\([^()]*\)/g, '');
  }
  return { text, level: bare.includes(' ') ? levels.or : levels.atom };
}

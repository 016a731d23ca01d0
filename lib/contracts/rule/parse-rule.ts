import { type RuleToken, readTokens } from './read-tokens.ts';

/** An expression over the typed columns of a row. */
export type Expression =
  | { kind: 'column'; name: string; is: Kind }
  | { kind: 'number'; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'minutes'; count: number }
  | { kind: 'not'; operand: Expression }
  | { kind: 'binary'; operator: Operator; left: Expression; right: Expression };

export type Operator = 'or' | 'and' | '=' | '<>' | '<' | '<=' | '>' | '>=' | '+' | '-';
/** What an expression gives: two numbers may be compared, a number and a text may not. */
export type Kind = 'number' | 'text' | 'moment' | 'date' | 'truth' | 'span';

/** Loosest first. */
const levels: readonly (readonly Operator[])[] = [['or'], ['and'], ['=', '<>', '<', '<=', '>', '>='], ['+', '-']];
const comparing = 2;

/**
 * Reads a row rule: column names, numbers, 'texts', `interval N minutes`, comparisons, `+`, `-`, `and`, `or`, `not` and brackets, as
 * SQL writes and binds them. Throws an error that names what is no column, what is unknown, and what cannot be compared.
 *
 * @param kindOf what a column gives, undefined where there is none of that name.
 */
export function parseRule(text: string, kindOf: (column: string) => Kind | undefined): Expression {
  const tokens = readTokens(text);
  let at = 0;
  const next = (): RuleToken | undefined => tokens[at];
  const take = (...words: string[]): string | undefined => {
    const token = next();
    if (token?.kind !== 'word' || !words.includes(token.text)) return undefined;
    at++;
    return token.text;
  };
  const readLevel = (level: number): Expression => {
    const operators = levels[level];
    if (!operators) return readOperand();
    if (level === comparing && take('not')) return negate(readLevel(level));
    let left = readLevel(level + 1);
    for (let operator = take(...operators); operator; operator = take(...operators)) {
      left = combine(operator as Operator, left, readLevel(level + 1));
      if (level === comparing) break;
    }
    return left;
  };
  const readOperand = (): Expression => {
    if (take('(')) {
      const inner = readLevel(0);
      if (!take(')')) throw new Error('a bracket is not closed');
      return inner;
    }
    if (take('interval')) return readSpan();
    const token = next();
    at++;
    if (token?.kind === 'number' || token?.kind === 'text') return { kind: token.kind, text: token.text };
    if (token?.kind !== 'name')
      throw new Error(`a column or a value is missing ${token ? `at ${token.text}` : 'at its end'}`);
    const is = kindOf(token.text);
    if (is === undefined) throw new Error(`"${token.text}" is no column`);
    return { kind: 'column', name: token.text, is };
  };
  const readSpan = (): Expression => {
    const count = next();
    at++;
    if (count?.kind !== 'number' || !/^[0-9]{1,6}$/.test(count.text) || !take('minutes', 'minute'))
      throw new Error('an interval is written as: interval 5 minutes');
    return { kind: 'minutes', count: Number(count.text) };
  };
  const expression = readLevel(0);
  const rest = next();
  if (rest) throw new Error(`nothing can stand at ${rest.text}`);
  if (kindOfExpression(expression) !== 'truth') throw new Error('it says nothing that is true or false');
  return expression;
}

/** What an expression gives. */
export function kindOfExpression(expression: Expression): Kind {
  switch (expression.kind) {
    case 'column':
      return expression.is;
    case 'minutes':
      return 'span';
    case 'number':
    case 'text':
      return expression.kind;
    case 'not':
      return 'truth';
    case 'binary':
      return ['+', '-'].includes(expression.operator) ? kindOfExpression(expression.left) : 'truth';
  }
}

function negate(operand: Expression): Expression {
  if (kindOfExpression(operand) !== 'truth') throw new Error('not stands before what is neither true nor false');
  return { kind: 'not', operand };
}

function combine(operator: Operator, left: Expression, right: Expression): Expression {
  const [one, other] = [kindOfExpression(left), kindOfExpression(right)];
  const fits =
    operator === 'and' || operator === 'or'
      ? one === 'truth' && other === 'truth'
      : operator === '+' || operator === '-'
        ? (one === 'number' && other === 'number') || (one === 'moment' && other === 'span')
        : one === other && one !== 'truth' && one !== 'span';
  if (!fits) throw new Error(`${operator} cannot stand between a ${one} and a ${other}`);
  return { kind: 'binary', operator, left, right };
}

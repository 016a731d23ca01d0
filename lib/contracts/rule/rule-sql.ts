import type { Expression } from './parse-rule.ts';

/** SQL of a row rule; `name` spells columns. Null where one of them is. */
export function ruleSql(expression: Expression, name = (column: string): string => `"${column}"`): string {
  const sql = (inner: Expression): string => ruleSql(inner, name);
  switch (expression.kind) {
    case 'column':
      return name(expression.name);
    case 'number':
      return expression.text;
    case 'text':
      return `'${expression.text.replaceAll("'", "''")}'`;
    case 'minutes':
      return `interval ${expression.count} minutes`;
    case 'not':
      return `(not ${sql(expression.operand)})`;
    case 'binary':
      return `(${sql(expression.left)} ${expression.operator} ${sql(expression.right)})`;
  }
}

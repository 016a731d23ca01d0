import { bound } from '../bound.ts';
import { quoteText } from '../catalog.ts';
import { asText } from '../coerce.ts';
import { SqlError } from '../sql-error.ts';
import { bool, int4, text } from '../types.ts';
import { bindArguments, type CallContext, type FunctionRule, literalText, requireCount } from './function-rule.ts';

const deepest = 5;

/** The JSON text, or NULL where it is no JSON and may be; else that fails. */
function checked(context: CallContext, index: number): { sql: string; flagged: boolean } {
  const { call } = context;
  const last = call.args.at(-1);
  const flagged = last?.kind === 'boolean';
  const sql = asText(context.bind(call.args[index] ?? { kind: 'null' }), call.name).sql;
  const otherwise =
    flagged && last.value ? 'null' : `error('JSON parsing error: ${call.name}() was given what is no JSON')`;
  return { sql: `case when json_valid(${sql}) then ${sql} when ${sql} is not null then ${otherwise} end`, flagged };
}

// The text of what a path leads to; NULL where it leads nowhere.
const extractPath: FunctionRule = (context) => {
  const { sql, flagged } = checked(context, 0);
  const path = context.call.args.slice(1, flagged ? -1 : undefined).map((arg) => literalText(arg, context.call.name));
  if (path.length < 1 || path.length > deepest) throw new SqlError(`${context.call.name}() takes 1 to ${deepest} keys`);
  const pointer = path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return bound(`json_extract_string(${sql}, ${quoteText(pointer)})`, text, { name: 'json_extract_path_text' });
};

const arrayLength: FunctionRule = (context) => {
  requireCount(context.call, 1, 2);
  return bound(`cast(json_array_length(${checked(context, 0).sql}) as integer)`, int4, { name: 'json_array_length' });
};

/** Functions of JSON texts. */
export const jsonFunctions: Record<string, FunctionRule> = {
  json_extract_path_text: extractPath,
  json_array_length: arrayLength,
  is_valid_json: (context) => {
    const [value] = bindArguments(context, 1, 1);
    const sql = asText(value as NonNullable<typeof value>, 'is_valid_json').sql;
    return bound(`(json_valid(${sql}) and json_type(${sql}) = 'OBJECT')`, bool, { name: 'is_valid_json' });
  },
};

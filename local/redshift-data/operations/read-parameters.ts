import { validationError } from '../api-error.ts';
import { tokenize } from '../sql/tokenize.ts';
import { invalid, type RequestBody } from './request-body.ts';

/** Reads and checks Parameters: every parameter of the SQL is given, every given one is used somewhere. */
export function readParameters(body: RequestBody, sqls: readonly string[]): { name: string; value: string }[] {
  const given = body.list('Parameters');
  if (given?.length === 0) throw invalid('Parameters', 'Member must have length greater than or equal to 1');
  const parameters = (given ?? []).map((item, i) => {
    const { name, value } = (item ?? {}) as { name?: unknown; value?: unknown };
    const at = `Parameters.${i + 1}.member`;
    if (typeof name !== 'string' || !/^[0-9a-zA-Z_]+$/.test(name)) {
      throw invalid(`${at}.name`, 'Member must satisfy regular expression pattern: ^[0-9a-zA-Z_]+$');
    }
    if (typeof value !== 'string' || value.length < 1) {
      throw invalid(`${at}.value`, 'Member must have length greater than or equal to 1');
    }
    if (value.includes('\0')) throw invalid(`${at}.value`, 'Member must not contain the character U+0000');
    return { name, value };
  });
  const names = parameters.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw validationError(`Parameters list contains the parameter ${twice} twice`);
  const used = new Set(sqls.flatMap(parametersOf));
  const unused = names.filter((name) => !used.has(name));
  if (unused.length > 0) {
    throw validationError(`Parameters list contains unused parameters. Unused parameters: [${unused.join(', ')}]`);
  }
  const missing = [...used].filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw validationError(`SQL contains parameters that are not in the Parameters list: [${missing.join(', ')}]`);
  }
  return parameters;
}

// Text that cannot even be split into tokens fails when it runs, as bad SQL does.
function parametersOf(sql: string): string[] {
  try {
    return tokenize(sql).flatMap((token) => (token.kind === 'parameter' ? [token.text] : []));
  } catch {
    return [];
  }
}

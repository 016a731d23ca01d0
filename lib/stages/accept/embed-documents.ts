import type { Value } from '../../feeds/map/value.ts';
import { inspectJson } from './inspect-json.ts';
import { parseSpelled } from './parse-spelled.ts';

/**
 * A mapped record's fields with the texts of JSON columns as the documents they are, so that they are judged as those of a JSON file
 * are. What is no strict JSON stays a text, and so does what holds a number that would not keep its digits: neither is valid.
 */
export function embedDocuments(
  fields: Readonly<Record<string, Value>>,
  columns: readonly string[],
): Readonly<Record<string, unknown>> {
  const documents = columns.flatMap((name) => {
    const text = fields[name];
    if (typeof text !== 'string' || !text.startsWith('{') || inspectJson(text).malformed) return [];
    const { value, isLost } = parseSpelled(text);
    return isLost ? [] : [[name, value]];
  });
  return documents.length === 0 ? fields : { ...fields, ...Object.fromEntries(documents) };
}

import { findCardNumbers, findDigitsToMask, maskCardNumbers, replaceSpans } from '../../contracts/card-number.ts';
import { levelEscapes } from '../../contracts/level-escapes.ts';
import { jsonTokens } from './json-tokens.ts';

/** What a close look at one line of NDJSON found. `raw` is the line with card numbers masked. */
export type JsonFindings = { malformed: boolean; cardNumber: boolean; raw: string };

/**
 * Reads one line as strict JSON (RFC 8259, no repeated key at any depth) and looks for card numbers with every escape
 * decoded, so that none hides one: of JSON that is in the text of every key, string and number.
 */
export function inspectJson(line: string): JsonFindings {
  const isStrict = isStrictJson(line);
  // Of what is no JSON nobody knows what an escape means: it is looked at as it stands as well.
  const plain = isStrict ? line : maskCardNumbers(line);
  const level = levelEscapes(plain);
  const raw = replaceSpans(plain, findDigitsToMask(level).flat());
  const cardNumber =
    raw !== line || findCardNumbers(level).length > 0 || (!isStrict && findCardNumbers(plain).length > 0);
  return { malformed: !isStrict || hasRepeatedKey(line), cardNumber, raw };
}

function isStrictJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function hasRepeatedKey(line: string): boolean {
  const objects: Set<string>[] = [];
  const depth: ('object' | 'array')[] = [];
  let expectsKey = false;
  for (const { text } of jsonTokens(line)) {
    if (text === '{') {
      depth.push('object');
      objects.push(new Set());
      expectsKey = true;
    } else if (text === '[') {
      depth.push('array');
      expectsKey = false;
    } else if (text === '}' || text === ']') {
      if (text === '}') objects.pop();
      depth.pop();
      expectsKey = false;
    } else if (text === ',') {
      expectsKey = depth.at(-1) === 'object';
    } else if (text === ':') {
      expectsKey = false;
    } else if (expectsKey) {
      const keys = objects.at(-1);
      const key: string = JSON.parse(text);
      if (keys?.has(key)) return true;
      keys?.add(key);
    }
  }
  return false;
}

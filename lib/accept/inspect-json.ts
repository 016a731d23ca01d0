import { findCardNumbers, maskCardNumbers } from '../contracts/card-number.ts';
import { jsonTokens } from './json-tokens.ts';

/** What a close look at one line of NDJSON found. `raw` is the line with card numbers masked. */
export type JsonFindings = { malformed: boolean; cardNumber: boolean; raw: string };

const escapes = /\\(?:u([0-9a-fA-F]{4})|([^u]))/g;
const control: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/**
 * Reads one line as strict JSON (RFC 8259, no repeated key at any depth) and looks for card numbers in the decoded text
 * of every key, string and number, so that an escape hides nothing.
 */
export function inspectJson(line: string): JsonFindings {
  if (!isStrictJson(line)) return inspectBroken(line);
  const raw = maskTokens(line);
  return { malformed: hasRepeatedKey(line), cardNumber: raw !== line, raw };
}

/** What is no JSON has no tokens to decode; an escape still hides nothing. */
function inspectBroken(line: string): JsonFindings {
  // As it stands first: decoding may put a letter next to a number that stood alone.
  const masked = maskCardNumbers(line);
  const decoded = decode(masked);
  const raw = hasCardNumber(decoded) ? maskCardNumbers(decoded) : masked;
  return { malformed: true, cardNumber: raw !== line, raw };
}

function decode(line: string): string {
  return line.replace(escapes, (_, hex, letter) =>
    hex === undefined ? (control[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function isStrictJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function hasCardNumber(text: string): boolean {
  return findCardNumbers(text).length > 0;
}

function maskTokens(line: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const { text, at } of jsonTokens(line)) {
    const masked = maskToken(text);
    if (masked === text) continue;
    parts.push(line.slice(from, at), masked);
    from = at + text.length;
  }
  return parts.join('') + line.slice(from);
}

function maskToken(text: string): string {
  if (!text.startsWith('"')) return maskCardNumbers(text);
  const decoded: string = JSON.parse(text);
  return hasCardNumber(decoded) ? JSON.stringify(maskCardNumbers(decoded)) : text;
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

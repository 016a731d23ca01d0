import { hasCardNumber, hasCardNumberInBroken } from './has-card-number.ts';
import type { SaidRow } from './judged-row.ts';
import { type Json, parseJson, textsOf } from './parse-json.ts';
import { said } from './read-column.ts';
import { trim } from './text.ts';

/** The rows of native text: lines, or the elements of one JSON array. */
export function readNative(text: string): SaidRow[] {
  const whole = text.trimStart().startsWith('[') ? parseJson(text) : undefined;
  if (whole?.value.kind === 'array')
    return whole.value.items.map((value, at) => readDocument({ value, repeats: false }, '', at + 1));
  return text.split('\n').flatMap((ended, at) => {
    const raw = ended.replace(/\r$/, '');
    return trim(raw) === '' ? [] : [readDocument(parseJson(raw), raw, at + 1)];
  });
}

function readDocument(parsed: { value: Json; repeats: boolean } | undefined, raw: string, line: number): SaidRow {
  const card = parsed ? textsOf(parsed.value).some(hasCardNumber) : hasCardNumberInBroken(raw);
  if (parsed?.value.kind !== 'object' || parsed.repeats) return { line, raw, columns: null, blank: false, card };
  const fields = new Map(parsed.value.entries);
  return {
    line,
    raw,
    columns: (name) => said(fields.get(name)),
    blank: [...fields.values()].every((field) => said(field).kind === 'nothing'),
    card,
  };
}

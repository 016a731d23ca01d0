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
  // A line that holds k documents counts as k lines.
  const lines = text.split('\n').flatMap((line) => separate(line.replace(/^\ufeff+/, '')));
  return lines.flatMap((ended, at) => {
    const raw = ended.replace(/^\ufeff+/, '').replace(/\r$/, '');
    return trim(raw) === '' ? [] : [readDocument(parseJson(raw), raw, at + 1)];
  });
}

/** The documents of a line: the shortest text up to a border that is JSON, or up to the first that looks like one. */
function separate(line: string): string[] {
  const borders = [...line.matchAll(/\}([\t\v\f\r \ufeff]*,?[\t\v\f\r \ufeff]*)(?=\{)/g)].map(
    ({ index, 0: { length }, 1: gap = '' }) => ({
      document: line.slice(0, index + 1),
      end: index + length - (/\ufeff*$/.exec(gap)?.[0].length ?? 0),
      isPlain: !gap.includes(','),
    }),
  );
  const border = borders.find(({ document }) => parseJson(document)) ?? borders.find(({ isPlain }) => isPlain);
  const isWhole = border === undefined || (parseJson(line) !== undefined && line.startsWith('{'));
  return isWhole ? [line] : [line.slice(0, border.end), ...separate(line.slice(border.end))];
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

import { compileTime } from '../../feeds/map/compile-time.ts';
import type { TimeFormat } from '../../feeds/time-format.ts';
import { timeFormats } from './time-formats.ts';

/** How a column's moments are written. `digits`: they are bare numbers, which only the column's name can tell from others. */
export type TimeGuess = {
  format: TimeFormat;
  isDate: boolean;
  digits: boolean;
  why: string;
  doubts: string[];
  /** Earliest and latest date. */
  span: [string, string];
};

const iso = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?( ?(Z|UTC|[+-]\d\d(:?\d\d)?))?)?$/i;

/**
 * The form in which a column's texts are times, undefined where they are none. Values above twelve tell day from month.
 *
 * @param enough share of the texts that a form must read; the others are told as doubts.
 */
export function guessTime(texts: readonly string[], enough: number): TimeGuess | undefined {
  const [first] = texts;
  if (first === undefined || !/\d/.test(first)) return undefined;
  const best = bestFormat(texts, enough);
  if (!best || best.read.length < texts.length * enough) return undefined;
  const { format, read, rival } = best;
  const days = read.map((text) => text.slice(0, 10)).sort();
  const strange = texts.length - read.length;
  return {
    format,
    isDate: !/[Hh]:?M|HH|iso|epoch/.test(format) || (format === 'iso' && texts.every((text) => text.length === 10)),
    digits: /^\d+$/.test(first),
    why: `${rival ? 'as' : 'only this form reads them all, as'} "${tellingText(texts, format)}"`,
    doubts: [
      ...(rival ? [`"${first}" may be ${format} or ${rival}: no value in the file decides it`] : []),
      ...(best.almost ? [`${format} and not ${best.almost}, only because of "${tellingText(texts, format)}"`] : []),
      ...(strange > 0
        ? [
            `${strange} of ${texts.length} different texts are not ${format}, as "${texts.find((text) => !best.reads(text))}"`,
          ]
        : []),
    ],
    span: [days[0] ?? '', days.at(-1) ?? ''],
  };
}

/** `rival` reads as many texts, `almost` nearly as many. */
type Best = {
  format: TimeFormat;
  read: string[];
  reads: (text: string) => boolean;
  rival?: TimeFormat;
  almost?: TimeFormat;
};

function bestFormat(texts: readonly string[], enough: number): Best | undefined {
  const isIso = texts.filter((text) => iso.test(text));
  if (isIso.length >= texts.length * enough) return { format: 'iso', read: isIso, reads: (text) => iso.test(text) };
  for (const epoch of ['epoch seconds', 'epoch milliseconds'] as const) {
    const read = readAll(texts, compileTime(epoch)).filter((moment) => /^20[0-4]/.test(moment));
    if (read.length >= texts.length * enough)
      return { format: epoch, read, reads: (text) => compileTime(epoch)(text) !== undefined };
  }
  const few = texts.slice(0, 40);
  let best: Best | undefined;
  for (const { format, read } of timeFormats) {
    if (!few.some((text) => read(text) !== undefined)) continue;
    const found = readAll(texts, read);
    if (found.length > (best?.read.length ?? 0))
      best = { format, read: found, reads: (text) => read(text) !== undefined };
  }
  return best && withRival(best, texts);
}

/** The other order of day and month, where it reads as many: the one in which fewer months occur is the likelier. */
function withRival(best: Best, texts: readonly string[]): Best {
  const swapped = timeFormats.find(({ format }) => format === best.format)?.swapped;
  const other = timeFormats.find(({ format }) => format === swapped);
  const read = other ? readAll(texts, other.read) : [];
  // A single text that says so may be a slip.
  if (other && read.length < best.read.length && read.length > 0 && read.length >= best.read.length * 0.98 - 1)
    return { ...best, almost: other.format };
  if (!other || read.length < best.read.length) return best;
  const months = (days: readonly string[]): number => new Set(days.map((day) => day.slice(0, 7))).size;
  return months(read) < months(best.read)
    ? { format: other.format, read, reads: (text) => other.read(text) !== undefined, rival: best.format }
    : { ...best, rival: other.format };
}

function readAll(texts: readonly string[], read: (text: string) => string | undefined): string[] {
  return texts.flatMap((text) => read(text) ?? []);
}

/** A text that no other order of day and month reads, if there is one. */
function tellingText(texts: readonly string[], format: TimeFormat): string {
  const swapped = timeFormats.find((known) => known.format === format)?.swapped;
  const other = timeFormats.find((known) => known.format === swapped);
  return (other && texts.find((text) => other.read(text) === undefined)) ?? texts[0] ?? '';
}

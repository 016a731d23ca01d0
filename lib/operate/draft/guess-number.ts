import { compileNumber, type WrittenNumber } from '../../feeds/map/compile-number.ts';
import type { NumberFormat, SignForm } from '../../feeds/number-format.ts';
import { currencySigns } from './currency-signs.ts';

/** How a column's numbers are written; `signs`: currency signs and codes that stand at them. */
export type NumberGuess = {
  format: NumberFormat;
  signs: string[];
  /** Shares of the rows. */
  negative: number;
  whole: number;
  /** The same texts read as other numbers: one mark with three digits behind it, which no text tells from thousands. */
  rival: NumberFormat | undefined;
  /** A text with a mark in it, if there is one. */
  example: string;
  why: string;
  doubts: string[];
};

const plain: NumberFormat = {};
const forms: NumberFormat[] = [
  plain,
  { thousands: ',' },
  { decimal: ',' },
  { decimal: ',', thousands: '.' },
  { thousands: ' ' },
  { decimal: ',', thousands: ' ' },
  { thousands: "'" },
  { decimal: ',', thousands: "'" },
];

const positives: [RegExp, SignForm][] = [
  [/^\S? ?\+/, '+5'],
  [/DR$/i, '5 DR'],
];
const negatives: [RegExp, SignForm][] = [
  [/^[^\d()]*[-\u2212]/, '-5'],
  [/\d[^\d()]*[-\u2212]$/, '5-'],
  [/^\(.*\)$/, '(5)'],
  [/CR$/i, '5 CR'],
];

/**
 * The form in which a column's texts are numbers, undefined where they are none.
 *
 * @param values the texts and how many rows have each.
 * @param enough share of the texts that a form must read; the others are told as doubts.
 */
export function guessNumber(values: ReadonlyMap<string, number>, enough: number): NumberGuess | undefined {
  const texts = [...values.keys()];
  const few = texts.slice(0, 40);
  if (few.filter((text) => /\d/.test(text)).length < few.length * enough || few.length === 0) return undefined;
  const signs = Object.keys(currencySigns).filter((sign) => texts.some((text) => standsAtNumber(text, sign)));
  const found = (known: [RegExp, SignForm][]): SignForm[] =>
    known.filter(([pattern]) => texts.some((text) => pattern.test(text))).map(([, form]) => form);
  const [positive, negative] = [found(positives), found(negatives)];
  const isUsual = negative.length === 0 || (negative.length === 1 && negative[0] === '-5');
  const around: NumberFormat = {
    ...(positive.length > 0 && { positive: ['5', ...positive] as SignForm[] }),
    ...(!isUsual && { negative: negative.length === 1 ? negative[0] : negative }),
  };
  const tried = forms
    .map((form) => ({ form, read: readAll(texts, { ...form, ...around }, signs) }))
    .sort((a, b) => b.read.length - a.read.length);
  const [best] = tried;
  if (!best || best.read.length < texts.length * enough) return undefined;
  const rival = tried.find(
    ({ form, read }) => form !== best.form && read.length === best.read.length && differs(form, best.form, texts),
  );
  const read = compileNumber({ ...best.form, ...around }, signs);
  const rows = (is: (number: WrittenNumber) => boolean): number =>
    [...values].reduce((sum, [text, count]) => {
      const number = read(text);
      return number && is(number) ? sum + count : sum;
    }, 0);
  const all = rows(() => true);
  const strange = texts.length - best.read.length;
  const example =
    texts.find((text) => /\d[.,' ]\d+[.,]\d/.test(text)) ?? texts.find((text) => /[.,]/.test(text)) ?? texts[0] ?? '';
  return {
    format: { ...best.form, ...around },
    rival: rival && { ...rival.form, ...around },
    example,
    signs,
    negative: rows(({ isNegative }) => isNegative) / all,
    whole: rows(({ scale }) => scale === 0) / all,
    why: `as "${example}"`,
    doubts:
      strange === 0
        ? []
        : [
            `${strange} of ${texts.length} different texts are no such number, as "${texts.find((text) => read(text) === undefined)}"`,
          ],
  };
}

function readAll(texts: readonly string[], format: NumberFormat, signs: readonly string[]): WrittenNumber[] {
  const read = compileNumber(format, signs);
  return texts.flatMap((text) => read(text) ?? []);
}

/** Whether two forms that read the same texts give them other values. */
function differs(one: NumberFormat, other: NumberFormat, texts: readonly string[]): boolean {
  const [first, second] = [compileNumber(one), compileNumber(other)];
  return texts.some((text) => {
    const [a, b] = [first(text), second(text)];
    return a && b && (a.units !== b.units || a.scale !== b.scale);
  });
}

function standsAtNumber(text: string, sign: string): boolean {
  const at = text.indexOf(sign);
  return (
    at >= 0 &&
    /^[-+\u2212(\s]*$/.test(text.slice(0, at)) !== /^[-\u2212)\s]*(CR|DR)?$/i.test(text.slice(at + sign.length))
  );
}

const sign = '(?:[A-Z]{2,3}\\$?|\\p{Sc}|kr|zł|원|円)?';
const number = new RegExp(
  `^[-+\\u2212(]?\\s*${sign}\\s*[-\\u2212]?(\\d[\\d.,'\u2019\\u00a0\\u202f ]*|[.,]\\d+)\\s*${sign}\\s*(DR|CR)?[-\\u2212)]?$`,
  'u',
);

/** A number with signs, marks and perhaps a currency around it. */
export function isNumberLike(text: string): boolean {
  return number.test(text);
}

/** A date, with or without a time. */
export function isTimeLike(text: string): boolean {
  return /^(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[-/ ][A-Za-z]{3,9}[-/ ]\d{2,4}|[A-Za-z]{3,9} \d{1,2}, \d{4})([ T]\d{1,2}[:.]\d{2}.*)?$/.test(
    text,
  );
}

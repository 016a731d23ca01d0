/** A number with signs, marks and perhaps a currency around it. */
export function isNumberLike(text: string): boolean {
  return /^[-+−(]?\s*[^\d\s.,()]{0,4}\s*[-−]?\d[\d.,'’\u00a0\u202f ]*\s*([^\d\s.,]{1,4}|\S? ?(DR|CR))?[-−)]?$/.test(
    text,
  );
}

/** A date, with or without a time. */
export function isTimeLike(text: string): boolean {
  return /^(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[-/ ][A-Za-z]{3,9}[-/ ]\d{2,4}|[A-Za-z]{3,9} \d{1,2}, \d{4})([ T]\d{1,2}[:.]\d{2}.*)?$/.test(
    text,
  );
}

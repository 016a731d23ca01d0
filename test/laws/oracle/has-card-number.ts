const isDigit = (character: string): boolean => character >= '0' && character <= '9';
const isMask = (character: string): boolean => character === '\u2022' || character === '\uff0a';
const touches = (character: string): boolean => /^[0-9A-Za-z]$/.test(character);
const groups = ['4-4-4-4', '4-4-4-4-3', '4-6-5'];

/** Whether the text holds a card number, masked on its way in or not: tries every start and every length. */
export function hasCardNumber(text: string): boolean {
  return someCandidate(text, (candidate) => isCardNumber(candidate) || isMasked(candidate));
}

/** Whether the text holds a card number that is not masked. */
export function hasBareCardNumber(text: string): boolean {
  return someCandidate(text, isCardNumber);
}

function someCandidate(text: string, test: (candidate: string) => boolean): boolean {
  for (let start = 0; start < text.length; start++) {
    if (!'23456'.includes(text.charAt(start)) || touches(text.charAt(start - 1))) continue;
    if (text.charAt(start - 1) === '.' && isDigit(text.charAt(start - 2))) continue;
    for (let end = start + 13; end <= Math.min(text.length, start + 23); end++) {
      if (touches(text.charAt(end)) || (text.charAt(end) === '.' && isDigit(text.charAt(end + 1)))) continue;
      if (test(text.slice(start, end))) return true;
    }
  }
  return false;
}

function isCardNumber(text: string): boolean {
  const digits = digitsOf(text);
  return digits !== undefined && [...digits].every(isDigit) && luhn(digits);
}

/** The first six and the last four digits stand, all between them are masks. */
function isMasked(text: string): boolean {
  const digits = [...(digitsOf(text) ?? '')];
  return (
    digits.length > 0 && digits.every((one, at) => (at < 6 || at >= digits.length - 4 ? isDigit(one) : isMask(one)))
  );
}

/** The digits and masks of a text in one of the forms; undefined where it has none. */
function digitsOf(text: string): string | undefined {
  const parts = text.split(/[ -]/);
  if (!parts.every((part) => part !== '' && [...part].every((one) => isDigit(one) || isMask(one)))) return undefined;
  const digits = parts.join('');
  const isPlain = parts.length === 1 && digits.length >= 13 && digits.length <= 19;
  return isPlain || groups.includes(parts.map((part) => part.length).join('-')) ? digits : undefined;
}

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = at % 2 === 0 ? Number(digit) : Number(digit) * 2;
    return total + Math.floor(value / 10) + (value % 10);
  }, 0);
  return sum % 10 === 0;
}

/** Text that is no JSON, as it would read if the escapes that JSON has were meant. */
export function decodeBroken(text: string): string {
  return text.replace(/\\(u[0-9a-fA-F]{4}|[^u])/g, (_, written: string) => {
    if (written.length === 5) return String.fromCharCode(Number(`0x${written.slice(1)}`));
    return 'bfnrt'.includes(written) ? '\n' : written;
  });
}

/** Whether text that is no JSON holds a card number, spelled plainly or by the escapes that JSON has. */
export function hasCardNumberInBroken(text: string): boolean {
  return hasCardNumber(text) || hasCardNumber(decodeBroken(text));
}

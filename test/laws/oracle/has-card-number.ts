const isDigit = (character: string): boolean => character >= '0' && character <= '9';
const touches = (character: string): boolean => /^[0-9A-Za-z]$/.test(character);
const groups = ['4-4-4-4', '4-4-4-4-3', '4-6-5'];

/** Whether the text holds a card number: tries every start and every length. */
export function hasCardNumber(text: string): boolean {
  for (let start = 0; start < text.length; start++) {
    if (!'23456'.includes(text.charAt(start)) || touches(text.charAt(start - 1))) continue;
    for (let end = start + 13; end <= Math.min(text.length, start + 23); end++) {
      if (!touches(text.charAt(end)) && isCardNumber(text.slice(start, end))) return true;
    }
  }
  return false;
}

function isCardNumber(text: string): boolean {
  const parts = text.split(/[ -]/);
  if (!parts.every((part) => part !== '' && [...part].every(isDigit))) return false;
  const digits = parts.join('');
  const isPlain = parts.length === 1 && digits.length >= 13 && digits.length <= 19;
  return (isPlain || groups.includes(parts.map((part) => part.length).join('-'))) && luhn(digits);
}

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = at % 2 === 0 ? Number(digit) : Number(digit) * 2;
    return total + Math.floor(value / 10) + (value % 10);
  }, 0);
  return sum % 10 === 0;
}

/** Whether text that is no JSON holds a card number, spelled plainly or by the escapes that JSON has. */
export function hasCardNumberInBroken(text: string): boolean {
  const decoded = text.replace(/\\(u[0-9a-fA-F]{4}|[^u])/g, (_, written: string) => {
    if (written.length === 5) return String.fromCharCode(Number(`0x${written.slice(1)}`));
    return 'bfnrt'.includes(written) ? '\n' : written;
  });
  return hasCardNumber(text) || hasCardNumber(decoded);
}

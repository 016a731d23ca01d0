import type { Column } from './contract.ts';

/** Whether a text that a declaration puts into a contract column is valid there. */
export function fitsColumn({ type }: Column, text: string): boolean {
  switch (type.kind) {
    case 'text': {
      const cased =
        type.letterCase === 'upper' ? text.toUpperCase() : type.letterCase === 'lower' ? text.toLowerCase() : text;
      if (type.oneOf) return type.oneOf.includes(cased);
      return text.length <= type.maxLength && (type.pattern === undefined || new RegExp(type.pattern).test(cased));
    }
    case 'integer':
      return new RegExp(`^[0-9]{1,${type.maxDigits}}$`).test(text) && BigInt(text) >= BigInt(type.min);
    case 'decimal':
      return (
        new RegExp(`^[0-9]{1,${type.precision - type.scale}}(\\.[0-9]{1,${type.scale}})?$`).test(text) &&
        !(type.positive && Number(text) === 0)
      );
    case 'boolean':
      return /^(true|t|1|y|yes|false|f|0|n|no)$/i.test(text);
    case 'instant':
      return /^[0-9]{4}-[0-9]{2}-[0-9]{2}/.test(text);
    case 'json':
      return text.startsWith('{') && Buffer.byteLength(text) <= type.maxBytes;
    case 'date':
      return false;
  }
}

/** What a contract column takes, in words. */
export function describeColumn({ type }: Column): string {
  switch (type.kind) {
    case 'text':
      return type.oneOf?.join(', ') ?? type.pattern ?? `text of up to ${type.maxLength} characters`;
    case 'integer':
      return `a whole number of up to ${type.maxDigits} digits, from ${type.min} on`;
    case 'decimal':
      return `a number${type.positive ? ' above 0' : ''} with up to ${type.scale} decimals`;
    case 'boolean':
      return 'true or false';
    case 'instant':
      return 'a moment (ISO 8601)';
    case 'json':
      return `a JSON object of up to ${type.maxBytes} bytes`;
    case 'date':
      return 'nothing: it is derived';
  }
}

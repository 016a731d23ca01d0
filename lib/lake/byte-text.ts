import { TextDecoder } from '@exodus/bytes/encoding.js';

/** How a text stands in bytes, as far as finding digits in it and putting masks in their place goes. */
export type ByteText = {
  /** Bytes for which one character of the view stands. */
  unit: 1 | 2;
  /** One character for every unit: what is ASCII as it is, everything else as something that is not. */
  view(bytes: Buffer): string;
  /** Whether a byte that looks like ASCII is always that. */
  keepsAscii: boolean;
  /** What a masked digit becomes; undefined where the encoding has no mask character. */
  mask: Buffer | undefined;
  quote: Buffer;
};

const [bullet, asterisk] = ['\u2022', '\uff0a'];

/** Encodings whose characters may end in a byte that looks like ASCII: what a character of several bytes is, and the mask. */
const wide: Record<string, { character: RegExp; mask: string }> = {
  'euc-kr': { character: /[\x81-\xfe][\s\S]/g, mask: 'a3aa' },
  shift_jis: { character: /[\x81-\x9f\xe0-\xfc][\s\S]/g, mask: '8196' },
  'euc-jp': { character: /\x8f[\s\S]{2}|[\x8e\xa1-\xfe][\s\S]/g, mask: 'a1f6' },
  gbk: { character: /[\x81-\xfe](?:[0-9][\s\S]{2}|[\s\S])/g, mask: 'a3aa' },
  gb18030: { character: /[\x81-\xfe](?:[0-9][\s\S]{2}|[\s\S])/g, mask: '8136a631' },
  big5: { character: /[\x81-\xfe][\s\S]/g, mask: 'a1af' },
};

/** @param label a label of the WHATWG Encoding Standard, as `TextDecoder` takes it. */
export function byteText(label = 'utf-8'): ByteText {
  const { encoding } = new TextDecoder(label);
  const latin1 = (bytes: Buffer): string => bytes.toString('latin1');
  const narrow = { unit: 1, view: latin1, keepsAscii: true, quote: Buffer.from('"') } as const;
  if (encoding === 'utf-8') return { ...narrow, mask: Buffer.from(bullet) };
  if (encoding.startsWith('utf-16')) {
    const turn = (bytes: Buffer): Buffer => (encoding === 'utf-16le' ? bytes : Buffer.from(bytes).swap16());
    // An odd byte at the end is no text; whoever reads the file refuses it.
    const view = (bytes: Buffer): string => turn(bytes.subarray(0, bytes.length & ~1)).toString('utf16le');
    const [mask, quote] = [bullet, '"'].map((character) => turn(Buffer.from(character, 'utf16le')));
    return { unit: 2, view, keepsAscii: false, mask, quote: quote ?? Buffer.alloc(0) };
  }
  const several = wide[encoding];
  if (!several) return { ...narrow, mask: findByte(encoding) };
  const view = (bytes: Buffer): string =>
    latin1(bytes).replace(several.character, ({ length }) => '\x80'.repeat(length));
  return { ...narrow, view, keepsAscii: false, mask: Buffer.from(several.mask, 'hex') };
}

/** The byte of a mask character in an encoding of single bytes, if it has one. */
function findByte(encoding: string): Buffer | undefined {
  const decoder = new TextDecoder(encoding);
  const bytes = Array.from({ length: 128 }, (_, at) => Buffer.of(128 + at));
  return bytes.find((byte) => [bullet, asterisk].includes(decoder.decode(byte)));
}

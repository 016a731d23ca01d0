/**
 * User metadata as S3 gives it back: ASCII as it stands, all else as RFC 2047 encodes it, for each byte that came (S3 takes them
 * for Latin-1, as Node does). Sources: AWS, "User-defined object metadata" (the example is a test); `Q` where most is ASCII.
 */
export function encodeMetadata(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII has them
  const foreign = value.replace(/[\x00-\x7f]/g, '').length;
  if (foreign === 0) return value;
  const bytes = Buffer.from(value);
  if (foreign >= value.length - foreign) return `=?UTF-8?B?${bytes.toString('base64')}?=`;
  const quoted = [...bytes].map((byte) => {
    const one = String.fromCharCode(byte);
    if (one === ' ') return '_';
    return /[!-~]/.test(one) && !/[=_?]/.test(one) ? one : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return `=?UTF-8?Q?${quoted.join('')}?=`;
}

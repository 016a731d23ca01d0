import { S3Error } from '../s3-error.ts';

/** Text from a query parameter as a header value, UTF-8 on the wire (Node sends header strings as Latin-1). */
export function toHeaderValue(name: string, value: string): string {
  if (/\p{Cc}/u.test(value)) throw new S3Error('InvalidArgument', `${name} contains a control character.`);
  return Buffer.from(value).toString('latin1');
}

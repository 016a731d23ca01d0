import type { S3Call } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import { planBody } from './body-plan.ts';
import { receiveBody } from './receive-body.ts';
import { xmlElements } from './xml-request.ts';

// 1,000 keys of 1,024 bytes, or 10,000 parts with checksums, escaped, fit well; AWS draws the line at 2 MB too.
const maxXmlBytes = 2 * 1024 * 1024;

/**
 * The inner XML of the root element of a request document; 400 MalformedXML without it.
 * `checksumOfBody` false: the checksum headers are about something else (the object of CompleteMultipartUpload).
 */
export async function readXmlBody(call: S3Call, root: string, { checksumOfBody = true } = {}): Promise<string> {
  const headers = checksumOfBody
    ? call.headers
    : Object.fromEntries(Object.entries(call.headers).filter(([name]) => !name.startsWith('x-amz-checksum-')));
  const pieces: Buffer[] = [];
  const plan = planBody(headers);
  if (plan.length > maxXmlBytes) {
    throw new S3Error('MaxMessageLengthExceeded', 'Your request was too big.', {
      MaxMessageLengthBytes: String(maxXmlBytes),
    });
  }
  await receiveBody(call.body, plan, (piece) => void pieces.push(piece));
  const [inner] = xmlElements(Buffer.concat(pieces).toString('utf8'), root);
  if (inner === undefined) throw malformedXml();
  return inner;
}

/** The error for a document that is not what the operation takes. */
export function malformedXml(): S3Error {
  return new S3Error(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

import type { S3Call } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import type { Part, Upload } from '../storage/uploads.ts';
import { checksumAlgorithms } from '../wire/checksums.ts';
import { malformedXml, readXmlBody } from '../wire/read-xml-body.ts';
import { xmlElements, xmlText } from '../wire/xml-request.ts';

/** A part as CompleteMultipartUpload lists it. */
export type ListedPart = { number: number; etag: string; checksum?: string };

// Source: AWS, "Part size: 5 MiB to 5 GiB; no minimum on the last part".
const minPartBytes = 5 * 1024 * 1024;

/** The parts listed in the request. */
export async function parseCompletion(call: S3Call): Promise<ListedPart[]> {
  const xml = await readXmlBody(call, 'CompleteMultipartUpload', { checksumOfBody: false });
  const parts = xmlElements(xml, 'Part').map((part): ListedPart => {
    const number = Number(xmlText(part, 'PartNumber'));
    const etag = xmlText(part, 'ETag');
    if (!Number.isInteger(number) || etag === undefined) throw malformedXml();
    const algorithm = checksumAlgorithms.find((known) => xmlText(part, `Checksum${known}`) !== undefined);
    return {
      number,
      etag: etag.trim().replaceAll('"', ''),
      checksum: algorithm && xmlText(part, `Checksum${algorithm}`),
    };
  });
  if (parts.length === 0) throw malformedXml();
  return parts;
}

/** The uploaded parts that are listed, each held against its listing: order, ETag, checksum, size. */
export function selectParts(listed: ListedPart[], uploaded: Part[], upload: Upload): Part[] {
  if (listed.some((part, index) => part.number <= (listed[index - 1]?.number ?? 0))) {
    throw new S3Error(
      'InvalidPartOrder',
      'The list of parts was not in ascending order. The parts list must be specified in order by part number.',
    );
  }
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  const parts = listed.map((wanted) => matchPart(wanted, byNumber.get(wanted.number), upload));
  const small = parts.slice(0, -1).find((part) => part.size < minPartBytes);
  if (small) {
    throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
      ProposedSize: String(small.size),
      MinSizeAllowed: String(minPartBytes),
      PartNumber: String(small.number),
      ETag: small.etag,
    });
  }
  return parts;
}

function matchPart(wanted: ListedPart, part: Part | undefined, { checksum }: Upload): Part {
  if (checksum?.type === 'COMPOSITE' && wanted.checksum === undefined) {
    throw new S3Error(
      'InvalidRequest',
      `The upload was created using a ${checksum.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${wanted.number} in the request.`,
    );
  }
  const checksumDiffers = checksum && wanted.checksum !== undefined && wanted.checksum !== part?.checksum;
  if (!part || part.etag !== wanted.etag || checksumDiffers) {
    throw new S3Error(
      'InvalidPart',
      "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      { PartNumber: String(wanted.number), ETag: wanted.etag },
    );
  }
  return part;
}

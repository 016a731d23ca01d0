import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { S3Error } from '../s3-error.ts';
import { crc32c } from './crc32c.ts';
import { crc64Nvme } from './crc64-nvme.ts';

/** The checksum algorithms this endpoint computes. AWS also knows MD5, SHA512 and XXHASH*; they are refused with 501. */
export const checksumAlgorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** FULL_OBJECT covers the bytes; COMPOSITE covers the checksums of the parts and ends in `-<parts>`. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

/** A checksum as S3 shows it: base64. */
export type Checksum = { algorithm: ChecksumAlgorithm; value: string; type: ChecksumType };

/** A running checksum; `digest` gives base64. */
export type Hasher = { update(bytes: Buffer): void; digest(): string };

const digestBytes: Record<ChecksumAlgorithm, number> = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 };

/** Starts a checksum over a stream of bytes. */
export function createHasher(algorithm: ChecksumAlgorithm): Hasher {
  switch (algorithm) {
    case 'CRC32':
      return startCrc(crc32);
    case 'CRC32C':
      return startCrc(crc32c);
    case 'CRC64NVME':
      return startCrc64();
    case 'SHA1':
    case 'SHA256': {
      const hash = createHash(algorithm);
      return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('base64') };
    }
  }
}

/** The header (and trailer) that carries a checksum. */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** The algorithm of that name in any case; 501 for one this endpoint does not compute. */
export function parseChecksumAlgorithm(name: string): ChecksumAlgorithm {
  const algorithm = checksumAlgorithms.find((known) => known === name.toUpperCase());
  if (algorithm === undefined) {
    throw new S3Error(
      'NotImplemented',
      `Checksum algorithm ${name} is not implemented by Paylake's local S3 endpoint; use ${checksumAlgorithms.join(', ')}.`,
    );
  }
  return algorithm;
}

/** The value itself when it is base64 of the right length, else 400. */
export function parseChecksumValue(algorithm: ChecksumAlgorithm, value: string, where: string): string {
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length !== digestBytes[algorithm] || bytes.toString('base64') !== value) {
    throw new S3Error('InvalidRequest', `Value for ${where} is invalid.`);
  }
  return value;
}

function startCrc(crc: (bytes: Buffer, previous: number) => number): Hasher {
  let value = 0;
  return {
    update: (bytes) => {
      value = crc(bytes, value);
    },
    digest: () => {
      const out = Buffer.alloc(4);
      out.writeUInt32BE(value);
      return out.toString('base64');
    },
  };
}

function startCrc64(): Hasher {
  let value = { high: 0, low: 0 };
  return {
    update: (bytes) => {
      value = crc64Nvme(bytes, value);
    },
    digest: () => {
      const out = Buffer.alloc(8);
      out.writeUInt32BE(value.high);
      out.writeUInt32BE(value.low, 4);
      return out.toString('base64');
    },
  };
}

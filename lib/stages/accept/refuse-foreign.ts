import { quoteWord } from '../../run/quote-word.ts';
import { FileRefused } from './file-refused.ts';

/** Bytes of a file that tell what it is. */
export const signatureBytes = 64 * 1024;

const asText = 'have the sender write CSV or NDJSON';
const asCsv = 'save the sheet as CSV (UTF-8) and land that';
const unpackWith =
  (command: string) =>
  (file: string): string =>
    `unpack it (${command} ${quoteWord(file)}) and land what is in it, or pack it as gzip`;

type Signature = {
  name: string;
  /** First bytes in hexadecimal digits. */
  begins: string;
  advice: string | ((file: string) => string);
};

/** What people deliver under any name, by its first bytes. */
const signatures: readonly Signature[] = [
  { name: 'an old Excel workbook (.xls)', begins: 'd0cf11e0a1b11ae1', advice: asCsv },
  { name: 'packed by bzip2', begins: '425a68', advice: unpackWith('bunzip2 -k') },
  { name: 'packed by xz', begins: 'fd377a585a00', advice: unpackWith('unxz -k') },
  { name: 'packed by lz4', begins: '04224d18', advice: unpackWith('unlz4') },
  { name: 'packed by compress (.Z)', begins: '1f9d', advice: unpackWith('uncompress -k') },
  { name: 'a 7-Zip archive', begins: '377abcaf271c', advice: unpackWith('7z x') },
  { name: 'a RAR archive', begins: '526172211a07', advice: unpackWith('unrar x') },
  { name: 'a Parquet file', begins: '50415231', advice: asText },
  { name: 'an ORC file', begins: '4f5243', advice: asText },
  { name: 'an Avro file', begins: '4f626a01', advice: asText },
  { name: 'a SQLite database', begins: '53514c69746520666f726d6174203300', advice: asText },
  { name: 'a PDF', begins: '255044462d', advice: asText },
];

const packers: readonly Signature[] = [
  { name: 'gzip', begins: '1f8b', advice: '' },
  { name: 'zstd', begins: '28b52ffd', advice: '' },
];

/**
 * Refuses what is no text, by its first bytes and by name, whatever the file is called.
 *
 * @param packing what it was unpacked from; packed once more it is refused too.
 */
export function refuseForeign(head: Buffer, packing?: string): void {
  if (isText(head)) return;
  const within = packing ? `, within ${packing}` : '';
  const again = packing && packers.find(({ begins }) => beginsWith(head, begins));
  if (again)
    throw new FileRefused(
      `packed twice: ${again.name}${within}`,
      (file) =>
        `unpack it once (${packing === 'gzip' ? 'gunzip' : 'zstd -d'} -k ${quoteWord(file)}) and land what comes out`,
    );
  const found = findArchive(head) ?? signatures.find(({ begins }) => beginsWith(head, begins));
  if (found) throw new FileRefused(`it is ${found.name}${within}, not text`, found.advice);
}

/** A zip archive is told by what it holds, a tar archive by a mark in its first header. */
function findArchive(head: Buffer): Omit<Signature, 'begins'> | undefined {
  if (head.toString('latin1', 257, 262) === 'ustar') return { name: 'a tar archive', advice: unpackWith('tar -xf') };
  if (!beginsWith(head, '504b0304')) return undefined;
  const names = head.toString('latin1');
  if (/xl\/|\[Content_Types\]\.xml/.test(names)) return { name: 'an Excel workbook (.xlsx)', advice: asCsv };
  if (names.includes('opendocument.spreadsheet')) return { name: 'an OpenDocument spreadsheet (.ods)', advice: asCsv };
  return { name: 'a zip archive', advice: unpackWith('unzip') };
}

/** A header may begin with the letters of a signature. */
function isText(head: Buffer): boolean {
  return !head.subarray(0, 512).some((byte) => byte < 0x09 || byte > 0x7e);
}

function beginsWith(head: Buffer, hexadecimal: string): boolean {
  return head.subarray(0, hexadecimal.length / 2).toString('hex') === hexadecimal;
}

import { quoteWord } from '../../run/quote-word.ts';

const unpackers: Record<string, string> = { gz: 'gunzip -c', gzip: 'gunzip -c', zst: 'zstd -dc', zstd: 'zstd -dc' };

/**
 * A shell command that writes a file, unpacked, through a filter into a new file beside it.
 *
 * @param what stands in the new file's name before its ending.
 */
export function convertCommand(file: string, filter: string, what: string): string {
  const packing = /\.(gz|gzip|zst|zstd)$/i.exec(file)?.[1];
  const name = packing ? file.slice(0, -packing.length - 1) : file;
  const [, stem = name, ending = ''] = /^(.*[^/])(\.[^./]+)$/.exec(name) ?? [];
  const target = quoteWord(`${stem}.${what}${ending}`);
  const unpack = packing && unpackers[packing.toLowerCase()];
  // The name as an operand must not look like an option.
  const source = quoteWord(file.startsWith('-') ? `./${file}` : file);
  return unpack ? `${unpack} ${source} | ${filter} > ${target}` : `${filter} < ${source} > ${target}`;
}

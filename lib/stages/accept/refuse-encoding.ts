import { convertCommand } from './convert-command.ts';
import { FileRefused } from './file-refused.ts';
import { decode, guessEncoding } from './guess-encoding.ts';

const sampleBytes = 64 * 1024;
const shownCharacters = 24;

/** What iconv calls an encoding: CP949 is all that the standard's label euc-kr stands for. */
const iconvNames: Record<string, string> = {
  'euc-kr': 'CP949',
  shift_jis: 'CP932',
  'windows-1252': 'WINDOWS-1252',
  'utf-16le': 'UTF-16LE',
  'utf-16be': 'UTF-16BE',
};

/**
 * The refusal of a text that is not UTF-8: where, which byte, and in which encoding it would read how.
 *
 * @param place of the line, such as `line 2`.
 * @param bytes from the line's start on.
 */
export function refuseEncoding(place: string, bytes: Buffer): FileRefused {
  const end = bytes.indexOf(0x0a);
  const line = bytes.subarray(0, end < 0 ? sampleBytes : Math.min(end, sampleBytes));
  const good = line.toString('utf8').split('\ufffd', 1)[0] ?? '';
  const at = Buffer.byteLength(good);
  const bad = (line[at] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  const sample = bytes.subarray(0, sampleBytes);
  const lastLine = sample.lastIndexOf(0x0a);
  const label = guessEncoding(lastLine > 0 ? sample.subarray(0, lastLine) : sample, bytes.length <= sampleBytes).part;
  const read = label === undefined ? undefined : decode(line, label, true);
  const name = label && (iconvNames[label] ?? label);
  const shown = read?.slice(Math.max(0, good.length - shownCharacters / 2)).slice(0, shownCharacters);
  const reason = `${place} is not UTF-8 (byte ${bad} at ${at + 1} of the line)`;
  if (!label || shown === undefined)
    return new FileRefused(reason, 'have the sender write UTF-8, or mend the line: most of the file is UTF-8');
  return new FileRefused(
    `${reason}; as ${name} it reads "${shown}"`,
    (file) =>
      `declare encoding: '${label}' in the feed, or convert the file: ${convertCommand(file, `iconv -f ${name} -t UTF-8`, 'utf8')}`,
  );
}

/** Refuses UTF-16 and UTF-32, which spreadsheets write, by a mark or by the NULs that Latin text has in them. */
export function refuseWideText(head: Buffer): void {
  const isLittle = head.length >= 8 && [1, 3, 5, 7].every((at) => head[at] === 0) && head[0] !== 0;
  const isBig = head.length >= 8 && [0, 2, 4, 6].every((at) => head[at] === 0) && head[1] !== 0;
  const mark = head.subarray(0, 4).toString('hex');
  const isLong = mark === 'fffe0000' || mark === '0000feff';
  const label =
    mark.startsWith('fffe') || isLittle ? 'utf-16le' : mark.startsWith('feff') || isBig ? 'utf-16be' : undefined;
  if (!isLong && !label) return;
  const convert = (name: string) => (file: string) => convertCommand(file, `iconv -f ${name} -t UTF-8`, 'utf8');
  if (isLong)
    throw new FileRefused('it is UTF-32, not UTF-8', (file) => `convert the file: ${convert('UTF-32')(file)}`);
  throw new FileRefused(
    'it is UTF-16, not UTF-8',
    (file) => `declare encoding: '${label}' in the feed, or convert the file: ${convert('UTF-16')(file)}`,
  );
}

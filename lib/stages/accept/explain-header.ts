import { trimField } from '../../contracts/trim.ts';
import { findContract } from '../../datasets/find-contract.ts';
import { feeds } from '../../datasets/find-feed.ts';
import type { DelimitedShape, Feed } from '../../feeds/feed.ts';
import { type Header, readHeader } from '../../feeds/read-header.ts';
import type { TextFormat } from '../../feeds/text-format.ts';
import { excerpt } from '../../run/excerpt.ts';
import { convertCommand } from './convert-command.ts';
import { FileRefused } from './file-refused.ts';
import { nativeFormats } from './native-formats.ts';
import { nearestName } from './nearest-name.ts';
import { ownShape } from './own-shape.ts';
import { scanRecord } from './scan-record.ts';

/** Lines in which a header is looked for. */
const lookedLines = 30;
const shownCharacters = 80;

/**
 * Why a delimited file whose header lacks required columns is refused: the nearest true cause, with what the first line holds, and
 * advice that can be followed on this feed.
 *
 * @param shape how the file was read; @param text its first part.
 */
export function explainHeader(feed: Feed, shape: DelimitedShape, header: Header, text: string): FileRefused {
  const lines = text.split('\n', lookedLines).map((line) => line.replace(/\r$/, ''));
  const above = shape.skipLines ?? 0;
  const first = lines.findIndex((line, at) => at >= above && trimField(line) !== '');
  const isNative = feed.shape.form === 'native';
  if (first < 0) return new FileRefused('it is empty: not even a header', 'have the file sent again');
  const shown = `line ${first + 1} is "${excerpt(lines[first] ?? '', shownCharacters)}"`;
  return (
    explainText(lines[first] ?? '', shown) ??
    explainPlace(shape, lines, first, isNative, shown) ??
    explainQuotes(shape, lines[first] ?? '', isNative, shown) ??
    explainFeed(feed, lines[first] ?? '', shown) ??
    explainNames(header, isNative, shown)
  );
}

function explainText(line: string, shown: string): FileRefused | undefined {
  if (/^\s*[{[]/.test(line))
    return new FileRefused(
      `it is JSON, not a delimited file: ${shown}`,
      'declare a feed of form json for it (docs/feeds.md), or have the sender write a delimited file with a header',
    );
  if (/^\s*<(!doctype|html|\?xml|\w+[ >])/i.test(line))
    return new FileRefused(
      `it is a web page or XML: ${shown}`,
      'look where it came from, and have the file sent again',
    );
  if (/\r/.test(line))
    return new FileRefused(
      'its lines end in CR alone',
      (file) => `have the sender end them in LF, or convert the file: ${convertCommand(file, "tr '\\r' '\\n'", 'lf')}`,
    );
  return undefined;
}

/** The header is there, but on another line or with another delimiter. */
function explainPlace(
  shape: DelimitedShape,
  lines: readonly string[],
  first: number,
  isNative: boolean,
  shown: string,
): FileRefused | undefined {
  const formats = [shape, ...nativeFormats.filter(({ delimiter }) => delimiter !== (shape.delimiter ?? ','))];
  for (const format of formats) {
    const at = lines.findIndex((line) => isHeader(shape, line, format));
    if (at < 0) continue;
    const delimiter = format.delimiter ?? ',';
    const declared = [
      ...(at === first ? [] : [`skipLines: ${at}`]),
      ...(delimiter === (shape.delimiter ?? ',')
        ? []
        : [`delimiter: ${JSON.stringify(delimiter).replaceAll('"', "'")}`]),
    ].join(' and ');
    const reason =
      at === first ? `its columns are parted by "${delimiter}": ${shown}` : `its header is on line ${at + 1}: ${shown}`;
    return new FileRefused(reason, (file) =>
      isNative
        ? `take out the lines above it: ${convertCommand(file, `tail -n +${at + 1}`, 'rows')}`
        : `declare ${declared} in the feed`,
    );
  }
  return undefined;
}

/** The header's names are in quotes where quotes are text. */
function explainQuotes(shape: DelimitedShape, line: string, isNative: boolean, shown: string): FileRefused | undefined {
  const delimiter = isNative ? '\t' : shape.delimiter;
  if ((shape.quote !== 'none' && !isNative) || !isHeader(shape, line, { delimiter })) return undefined;
  return new FileRefused(
    `its names stand in quotes, which are text here: ${shown}`,
    isNative ? 'have the sender write TSV without quotes, or CSV' : "declare the feed's quote",
  );
}

/** The header is that of another feed. */
function explainFeed(feed: Feed, line: string, shown: string): FileRefused | undefined {
  const other = Object.values(feeds).find(
    (one) => one.name !== feed.name && formatsOf(one).some(({ shape, format }) => isHeader(shape, line, format)),
  );
  if (!other) return undefined;
  return new FileRefused(
    `its columns are those of feed ${other.name}, not of ${feed.name}: ${shown}`,
    `land it with --feed ${other.name}`,
  );
}

function formatsOf({ shape, dataset }: Feed): { shape: DelimitedShape; format: TextFormat }[] {
  if (shape.form === 'csv') return [{ shape, format: shape }];
  if (shape.form === 'json') return [];
  return nativeFormats.map((format) => ({ shape: ownShape(findContract(dataset), format), format }));
}

function explainNames({ missing, unknown, index }: Header, isNative: boolean, shown: string): FileRefused {
  if (index.size === 0)
    return new FileRefused(
      `no header has the columns (${missing.slice(0, 3).join(', ')} and so on): ${shown}`,
      isNative
        ? 'have the sender write NDJSON, one JSON array, or CSV with a header of the column names'
        : "have the sender send the header, or declare headerless or the columns' names in the feed",
    );
  const near = missing.map((name) => ({ name, found: nearestName(name, unknown) }));
  const told = near.map(({ name, found }) => (found ? `${name} (nearest in the file: ${excerpt(found, 40)})` : name));
  const spelled = near.find(({ found }) => found);
  return new FileRefused(
    `required column missing: ${told.join(', ')}`,
    isNative
      ? `have the sender restore it${spelled ? ` or name it ${spelled.name}` : ''}`
      : 'have the sender restore it, or declare its new name as an alias in the feed',
  );
}

function isHeader(shape: DelimitedShape, line: string, format: TextFormat): boolean {
  const record = scanRecord(line, 0, format);
  return typeof record !== 'string' && readHeader(shape, record.cells).missing.length === 0;
}

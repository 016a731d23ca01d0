import type { TextFormat } from '../../feeds/text-format.ts';
import { RecordCutter } from '../../stages/accept/record-cutter.ts';
import type { Proposal } from './draft.ts';
import { mostCommon } from './most-common.ts';
import { splitRecords } from './split-records.ts';

const delimiters = [
  [',', 'comma'],
  [';', 'semicolon'],
  ['\t', 'tab'],
  ['|', 'bar'],
] as const;

/** Lines that tell the delimiter. */
const lookedAt = 200;

/** Delimiter and quotes of a delimited text; what is RFC 4180 is left out. */
export function guessTextFormat(text: string): Proposal<TextFormat> {
  const head = text.split('\n', lookedAt).join('\n');
  const widths = delimiters.map(([delimiter, name]) => ({ delimiter, name, ...measure(head, delimiter) }));
  const even = widths.filter(({ width, share }) => width > 1 && share >= 0.8);
  const [best] = (even.length > 0 ? even : widths).sort((a, b) => b.width * b.share - a.width * a.share);
  const delimiter = best?.delimiter ?? ',';
  const quotes = guessQuotes(head, delimiter, head.length === text.length);
  const why =
    best && best.width > 1
      ? `a ${best.name} parts ${Math.round(best.share * 100)} % of the first lines into ${best.width} cells`
      : 'nothing parts its lines';
  return {
    part: { ...(delimiter !== ',' && { delimiter }), ...quotes },
    why,
    doubts: best && best.width > 1 ? [] : ['no delimiter was found: every line is one cell'],
  };
}

/** The usual number of cells, and the share of records that have it. */
function measure(text: string, delimiter: string): { width: number; share: number } {
  const records = splitRecords(text, { delimiter });
  const usual = mostCommon(records.map(({ cells }) => cells.length));
  return { width: usual?.value ?? 0, share: (usual?.count ?? 0) / Math.max(1, records.length) };
}

function guessQuotes(text: string, delimiter: string, isWhole: boolean): TextFormat {
  const mark = delimiter.replace(/[|]/, '\\$&');
  const count = (pattern: string): number => text.match(new RegExp(pattern, 'gm'))?.length ?? 0;
  const quoted = (quote: string): number =>
    count(`(?<=^|${mark})${quote}[^${quote}${mark}\n]*${quote}(?=${mark}|\r?$)`);
  if (!text.includes('"')) return quoted("'") > 1 ? { quote: "'" } : {};
  if (delimiter === '\t' && hasBadLines(text, delimiter, isWhole)) return { quote: 'none' };
  return {
    ...(count('[^\\\\]\\\\"') > count('""(?!")') && { escape: 'backslash' as const }),
    ...(count(`${mark}[ ]+"[^"\n]*"[ ]*(?=${mark}|\r?$)`) > 0 && { blanksBeforeQuote: true as const }),
  };
}

/** Whether quotes are text: one at least does not close as a quote of RFC 4180 does. */
function hasBadLines(text: string, delimiter: string, isWhole: boolean): boolean {
  const cutter = new RecordCutter({ delimiter }, (header) => header.length);
  const records = cutter.take(text);
  return [...records, ...(isWhole ? cutter.end() : [])].some(({ cells }) => cells === undefined);
}

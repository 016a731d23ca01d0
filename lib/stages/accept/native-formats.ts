import type { TextFormat } from '../../feeds/text-format.ts';

/** How native delimited files are written; between tabs quotes are text, as spreadsheets and databases write them. */
export const nativeFormats: readonly TextFormat[] = [
  { delimiter: ',' },
  { delimiter: ';' },
  { delimiter: '\t', quote: 'none' },
  { delimiter: '|' },
];

import type { Dirt } from './dirt.ts';
import type { Observed } from './observe.ts';
import { type Form, forms } from './write-form.ts';

export type Row = { dirt: Dirt; observed: Record<Form, Observed | undefined> };

const titles: Record<Form, string> = { ndjson: 'NDJSON', array: 'JSON array', csv: 'CSV', tsv: 'TSV' };

/** The page docs/file-forms.md, out of what was observed. */
export function renderTable(rows: readonly Row[]): string {
  const cell = (seen: Observed | undefined): string =>
    seen === undefined
      ? ''
      : seen.reason === ''
        ? seen.outcome
        : `${seen.outcome}: ${seen.reason.replaceAll('|', '\\|')}`;
  const lines = rows.map(
    ({ dirt, observed }) => `| ${dirt.name} | ${forms.map((form) => cell(observed[form])).join(' | ')} |`,
  );
  return `# File forms and what comes of them

What a native file (\`transactions\`) may look like, and what becomes of it. Its first bytes decide what it is, not its name.

- **JSON**: a document a line, several on a line, each over several lines, or one array. A line that holds k documents counts as
  k lines from there on, so that file and line name one row; in an array the line is the element's place.
- **Delimited**: a header with the contract's names, in any case and order, parted by \`,\` \`;\` tab or \`|\`. Quotes as in RFC 4180;
  between tabs they are text. Trailing empty cells may be left out. Records whose cells are all empty are counted, and no rows.
- **A quote swallows no row.** One that does not close within its record makes its line \`malformed\`, and reading goes on with the
  next line. So does one that closes on a later line if its own line and another up to there have the cells that a row needs: text of
  several lines must not look like rows, or its line is set aside by its number.
- **A torn document swallows no other**: it ends at the next border that looks like one (\`}{\`), or before the next line that begins
  with \`{\`.
- Packed by gzip or Zstandard, once. Byte-order marks are skipped at the start of any line.

*Loaded*: its rows are accepted. *Quarantined*: the bad rows are, with the rules they broke; the others load. *Refused*: the whole
file, by name, with the reason; the run blocks until it is mended or accepted (\`--accept file_refused\`). Other files of the delivery
are never harmed. The table is written from what the tests observe: \`node test/forms/write-page.ts\`.

| dirt | ${forms.map((form) => titles[form]).join(' | ')} |
|---|${forms.map(() => '---|').join('')}
${lines.join('\n')}
`;
}

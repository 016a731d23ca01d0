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

What the pipeline does with a native file (\`transactions\`) of each form and kind of dirt. *Loaded*: its rows are accepted. *Quarantined*: the bad rows are, with the
rules they broke; the others load. *Refused*: the whole file, by name, with the reason; the run blocks until it is mended or accepted (\`--accept file_refused\`). Other
files of the delivery are never harmed. Written from what the tests observe: \`node test/forms/write-page.ts\`.

| dirt | ${forms.map((form) => titles[form]).join(' | ')} |
|---|${forms.map(() => '---|').join('')}
${lines.join('\n')}
`;
}

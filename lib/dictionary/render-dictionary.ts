import type { DictionaryColumn, DictionaryTable } from './dictionary.ts';
import { wrapText } from './wrap-text.ts';

const intro =
  'Every table and view of the warehouse that people may read. Written by `npm run dictionary` from contracts, registrations ' +
  'and SQL; a test holds it equal, and fails where a column has no meaning. The same as a page: ' +
  '[dictionary.html](dictionary.html). Where columns come from, back to the fields of the files: [lineage](lineage.md).';
const legend = [
  '**Formula** is the SQL that computes the column, from the file that builds the table; a copy has none.',
  '**Class** is what the contract says of a column, and what of it can still be seen in others: `pseudonym` names a person by ' +
    'a token, `business` is what happened, `lineage` is about the load. A column has the strictest class of those whose ' +
    'values can be seen in it; a count shows none.',
  '**From** are the nearest columns whose values go in; those behind *by* only decide (a case, an order within a window). ' +
    'What decides about the rows of a table stands in the lineage.',
];

/** The dictionary as Markdown. */
export function renderDictionary(tables: readonly DictionaryTable[]): string {
  const names = tables.map(({ name, grain }) => `| [${name}](#${anchorOf(name)}) | ${escapePipes(grain)} |`);
  const list = `| table | one row per |\n|---|---|\n${names.join('\n')}\n`;
  const items = legend.map((item) => `- ${wrapText(item, '  ')}`).join('\n');
  return `# Data dictionary\n\n${wrapText(intro)}\n\n${items}\n\n${list}\n${tables.map(renderTable).join('\n')}`;
}

function renderTable({ name, kind, dataset, grain, strategy, file, columns }: DictionaryTable): string {
  const of = dataset ? ` of \`${dataset}\`` : '';
  const built = file === '' ? 'Nothing writes it yet.' : `Built by [sql/${file}](../sql/${file}): ${strategy}.`;
  const head = '| column | type | meaning | formula | class | from |\n|---|---|---|---|---|---|';
  return `## ${name}

${wrapText(`A ${kind}${of}. One row per ${grain}. ${built}`)}

${head}
${columns.map(renderColumn).join('\n')}
`;
}

function renderColumn({ name, type, meaning, formula, classification, from, decidedBy }: DictionaryColumn): string {
  const by = decidedBy.length > 0 ? [`*by* ${decidedBy.join(', ')}`] : [];
  const sources = [from.join(', '), ...by].filter((part) => part !== '').join('; ');
  const cells = [name, type, meaning, formula ? `\`${formula}\`` : '', classification, sources];
  return `| ${cells.map(escapePipes).join(' | ')} |`;
}

/** GitHub's anchor of a heading: without points. */
function anchorOf(name: string): string {
  return name.replaceAll('.', '');
}

function escapePipes(text: string): string {
  return text.replaceAll('|', '\\|');
}

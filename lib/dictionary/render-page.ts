import type { DictionaryColumn, DictionaryTable } from './dictionary.ts';

const style = `:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 90rem; padding: 1rem 2rem; }
nav ul { columns: 4 14rem; list-style: none; padding: 0; }
section { border-top: 1px solid #8886; margin-top: 2rem; }
div { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #8884; padding: .3rem .6rem; text-align: left; vertical-align: top; }
td:first-child { font-weight: 600; white-space: nowrap; }
tr:target, section:target > h2 { background: #fd08; }
code { font-size: .85em; overflow-wrap: anywhere; }
.pseudonym { color: #c33; font-weight: 600; }
.lineage { opacity: .7; }`;

/** The dictionary as one page that needs nothing else: no script, no network. A source leads to its own column. */
export function renderPage(tables: readonly DictionaryTable[]): string {
  const known = new Set(tables.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`)));
  const links = tables.map(({ name }) => `<li><a href="#${name}">${name}</a></li>`).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Paylake: data dictionary</title>
<style>
${style}
</style>
</head>
<body>
<h1>Data dictionary</h1>
<p>Every table and view of the warehouse that people may read: what a row is, what each column means, how it is computed, and
where it comes from. Written by <code>npm run dictionary</code> from contracts, registrations and SQL.</p>
<nav><ul>
${links}
</ul></nav>
${tables.map((table) => renderTable(table, known)).join('\n')}
</body>
</html>
`;
}

function renderTable(table: DictionaryTable, known: ReadonlySet<string>): string {
  const { name, kind, dataset, grain, strategy, file, columns } = table;
  const of = dataset ? ` of ${escapeHtml(dataset)}` : '';
  const built = file === '' ? 'Nothing writes it yet.' : `Built by <code>sql/${file}</code>: ${escapeHtml(strategy)}.`;
  return `<section id="${name}">
<h2>${name}</h2>
<p>A ${kind}${of}. One row per ${escapeHtml(grain)}. ${built}</p>
<div><table>
<thead><tr><th>column</th><th>type</th><th>meaning</th><th>formula</th><th>class</th><th>from</th></tr></thead>
<tbody>
${columns.map((column) => renderColumn(name, column, known)).join('\n')}
</tbody>
</table></div>
</section>`;
}

function renderColumn(table: string, column: DictionaryColumn, known: ReadonlySet<string>): string {
  const { name, type, meaning, formula, classification, from, decidedBy } = column;
  const link = (source: string): string =>
    known.has(source) ? `<a href="#${source}">${source}</a>` : escapeHtml(source);
  const by = decidedBy.length > 0 ? [`<i>by</i> ${decidedBy.map(link).join(', ')}`] : [];
  const sources = [from.map(link).join(', '), ...by].filter((part) => part !== '').join('; ');
  const code = formula ? `<code>${escapeHtml(formula)}</code>` : '';
  const cells = [name, escapeHtml(type), escapeHtml(meaning), code].map((cell) => `<td>${cell}</td>`).join('');
  return `<tr id="${table}.${name}">${cells}<td class="${classification}">${classification}</td><td>${sources}</td></tr>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

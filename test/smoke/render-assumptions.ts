import type { Assumption } from '../../lib/operate/smoke/assumption.ts';

/** The page docs/assumptions.md; `of` says where the goldens were found. */
export function renderAssumptions(areas: Record<string, readonly Assumption[]>, of: string): string {
  const sections = Object.entries(areas).map(([area, assumptions]) => {
    const rows = assumptions.map((assumption) => {
      const check = 'check' in assumption ? `\`${assumption.name}\`` : `none: ${assumption.unchecked}`;
      return `| ${[assumption.says, assumption.source, check].map(escapePipes).join(' | ')} |`;
    });
    return `## ${area}\n\n| assumption | source | smoke check |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# What is assumed of Redshift

The local target has a Redshift endpoint of its own. What it assumes of the real one, and the product relies on, stands here: where it comes from, and the check that tries
it. \`npx paylake smoke --target ENV\` tries all of them against a deployed warehouse and reports what differs; the same checks hold our endpoint (\`test/smoke\`). What each has to
find stands in [lib/operate/smoke/goldens.json](../lib/operate/smoke/goldens.json), at present that of ${of}. The list is [lib/operate/smoke/assumptions](../lib/operate/smoke/assumptions); this page is written from it:
\`node test/smoke/write-page.ts\`.

${sections.join('\n')}`;
}

function escapePipes(text: string): string {
  return text.replaceAll('|', '\\|');
}

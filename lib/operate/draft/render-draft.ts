import type { Draft, Reason } from './draft.ts';

const width = 118;

/**
 * A draft as a TypeScript file: what a person must decide on top, the declaration below, each part under the reason for it.
 *
 * @param from module that has `defineFeed`, as the file imports it.
 */
export function renderDraft({ feed, reasons, doubts }: Draft, from: string): string {
  const constant = feed.name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const list = doubts.flatMap((doubt, at) => wrap(`${at + 1}. `, doubt).map((line) => `// ${line}`));
  return [
    `import { defineFeed } from ${text(from)};`,
    '',
    `// A draft: what a person must decide${doubts.length === 0 ? ': nothing that could be seen' : ''}.`,
    ...list,
    `export const ${constant} = defineFeed(${renderObject(feed, '', '', reasons)});`,
    '',
  ].join('\n');
}

function renderObject(object: object, path: string, indent: string, reasons: readonly Reason[]): string {
  const inner = `${indent}  `;
  const entries = Object.entries(object);
  const own = reasons.filter(({ at }) => at.split('.').slice(0, -1).join('.') === path);
  const left = own.filter(
    ({ at }) => !(at.split('.').at(-1) ?? '' in object) || !Object.hasOwn(object, at.split('.').at(-1) ?? ''),
  );
  return [
    '{',
    ...entries.flatMap(([key, value]) => {
      const at = path === '' ? key : `${path}.${key}`;
      const why = reasons.filter((reason) => reason.at === at).flatMap((reason) => comment(reason.why, inner));
      return [...why, `${inner}${property(key)}: ${renderValue(value, at, inner, reasons)},`];
    }),
    ...left.flatMap(({ at, why }) => comment(`${at.split('.').at(-1)}: ${why}`, inner)),
    `${indent}}`,
  ].join('\n');
}

function renderValue(value: unknown, path: string, indent: string, reasons: readonly Reason[]): string {
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const isSplit = reasons.some(({ at }) => at.startsWith(`${path}.`));
  const short = inline(value);
  const key = path.split('.').at(-1) ?? '';
  if (!isSplit && indent.length + property(key).length + 3 + short.length <= 120) return short;
  if (!Array.isArray(value)) return renderObject(value, path, indent, reasons);
  const inner = `${indent}  `;
  return [
    '[',
    ...value.map((item, at) => `${inner}${renderValue(item, `${path}.${at}`, inner, reasons)},`),
    `${indent}]`,
  ].join('\n');
}

function inline(value: unknown): string {
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${property(key)}: ${inline(inner)}`)
    .join(', ')} }`;
}

function comment(why: string, indent: string): string[] {
  return wrap('', why, width - indent.length - 3).map((line) => `${indent}// ${line}`);
}

/** Lines of whole words; what follows the first line is indented as far as its lead. */
function wrap(lead: string, words: string, most = width): string[] {
  const lines: string[] = [lead];
  for (const word of words.split(/\s+/)) {
    const last = lines.at(-1) ?? '';
    if (last.length + word.length + 1 > most && last.trim() !== '') lines.push(' '.repeat(lead.length) + word);
    else lines[lines.length - 1] = last === lead ? last + word : `${last} ${word}`;
  }
  return lines;
}

function property(key: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(key) ? key : text(key);
}

function text(value: string): string {
  return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

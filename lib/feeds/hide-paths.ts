import { trimField } from '../contracts/trim.ts';
import type { JsonShape } from './feed.ts';
import { toToken } from './map/to-token.ts';

/** `JSON.rawJSON` and the reviver's source text, which TypeScript's library does not know yet. */
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => object };

type Node = Record<string, unknown>;

/**
 * Takes what a feed drops out of a JSON document's text and puts tokens in place of what it tokenises; undefined where it hides
 * nothing. Numbers keep their digits.
 */
export function hidePaths({ drop = [], tokenise = [] }: JsonShape): ((text: string) => string) | undefined {
  if (drop.length + tokenise.length === 0) return undefined;
  return (text) => {
    const document: unknown = JSON.parse(text, (_key, value, context?: { source?: string }) =>
      typeof value === 'number' ? rawJSON(context?.source ?? String(value)) : value,
    );
    for (const path of drop) atParent(document, path, (node, key) => delete node[key]);
    for (const path of tokenise)
      atParent(document, path, (node, key) => {
        const value = node[key];
        const said = typeof value === 'string' ? value : JSON.stringify(value ?? '');
        if (value !== null && trimField(said) !== '') node[key] = toToken(trimField(said));
      });
    return JSON.stringify(document);
  };
}

function atParent(document: unknown, path: string, change: (node: Node, key: string) => void): void {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let node: unknown = document;
  for (const key of keys) node = isNode(node) && Object.hasOwn(node, key) ? node[key] : undefined;
  if (isNode(node) && Object.hasOwn(node, last)) change(node, last);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

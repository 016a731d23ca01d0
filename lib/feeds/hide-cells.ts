import { trimField } from '../contracts/trim.ts';
import type { DelimitedShape } from './feed.ts';
import { toToken } from './map/to-token.ts';
import type { Header } from './read-header.ts';

/**
 * Takes what a feed drops out of a record's cells and puts tokens in place of what it tokenises; undefined where it hides nothing.
 * `raw` is written anew then, so that nothing hidden is left in it.
 */
export function hideCells(
  shape: DelimitedShape,
  header: Header,
): ((cells: readonly string[]) => { cells: string[]; raw: string }) | undefined {
  const { drop = [], tokenise = [], delimiter = ',' } = shape;
  if (drop.length + tokenise.length === 0) return undefined;
  const positions = (names: readonly string[]): number[] => names.map((name) => header.index.get(name) ?? -1);
  const [dropped, tokenised] = [new Set(positions(drop)), new Set(positions(tokenise))];
  return (cells) => {
    const shown = cells.map((cell, at) => {
      if (dropped.has(at)) return '';
      return tokenised.has(at) && trimField(cell) !== '' ? toToken(trimField(cell)) : cell;
    });
    return { cells: shown, raw: shown.map((cell) => toCell(cell, delimiter)).join(delimiter) };
  };
}

function toCell(text: string, delimiter: string): string {
  return /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
}

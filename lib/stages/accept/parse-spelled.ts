import { isExact } from './refuse-inexact.ts';

/** `JSON.rawJSON` and the reviver's source text, which TypeScript's library does not know yet. */
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => object };

/**
 * Parses strict JSON so that `JSON.stringify` writes every number as it is spelled; `isLost` says whether there is one for which DuckDB,
 * which keeps doubles, would write another.
 */
export function parseSpelled(text: string): { value: unknown; isLost: boolean } {
  let isLost = false;
  const value: unknown = JSON.parse(text, (_key, value, context?: { source?: string }) => {
    if (typeof value !== 'number') return value;
    const source = context?.source ?? String(value);
    isLost ||= /[.eE]/.test(source) && !isExact(source);
    return rawJSON(source);
  });
  return { value, isLost };
}

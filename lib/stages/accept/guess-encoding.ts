import { TextDecoder } from '@exodus/bytes/encoding.js';

/** A guess with the reason for it, and what a person should look at. */
export type EncodingGuess = { part: string | undefined; why: string; doubts: string[] };

/** What files of the trade are written in where they are not UTF-8, the likeliest first. */
const encodings = ['euc-kr', 'shift_jis', 'windows-1252'] as const;

/**
 * The encoding of a file by its first bytes: the label of one that reads them cleanly and whose text is plausible; undefined for
 * UTF-8, which needs no declaration.
 *
 * @param isWhole false where the head may end within a character.
 */
export function guessEncoding(head: Buffer, isWhole: boolean): EncodingGuess {
  const mark = head.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') {
    const part = mark === 'fffe' ? 'utf-16le' : 'utf-16be';
    return { part, why: 'its first two bytes are the byte-order mark of UTF-16', doubts: [] };
  }
  if (decode(head, 'utf-8', isWhole) !== undefined) return { part: undefined, why: 'reads as UTF-8', doubts: [] };
  const damaged = head.toString('utf8').match(/\ufffd|[\u0080-\ufffc]/g) ?? [];
  const broken = damaged.filter((character) => character === '\ufffd').length;
  const line = head.subarray(0, firstBadByte(head)).toString('latin1').split('\n').length;
  if (broken < damaged.length / 10) {
    const doubts = [`line ${line} holds bytes that are not UTF-8, though the rest is: have the sender mend the file`];
    return { part: undefined, why: 'most of it reads as UTF-8', doubts };
  }
  const [best] = encodings
    .flatMap((label) => {
      const text = decode(head, label, isWhole);
      return text === undefined
        ? []
        : [{ label, text, score: plausibility(text) - (label === 'euc-kr' ? 1.5 * rareShare(head) : 0) }];
    })
    .sort((a, b) => b.score - a.score);
  if (!best) return { part: undefined, why: 'no encoding reads it', doubts: ['no known encoding reads the file'] };
  const why = `not UTF-8 (line ${line}); ${best.label} reads it all, for example "${firstWord(best.text)}"`;
  const doubts =
    best.score > 0.5 ? [] : [`encoding: is "${firstWord(best.text)}" (line ${line}) right? Else name another`];
  return { part: best.label, why, doubts };
}

/** The text, or undefined where the bytes are none of that encoding. */
export function decode(head: Buffer, label: string | undefined, isWhole: boolean): string | undefined {
  try {
    return new TextDecoder(label ?? 'utf-8', { fatal: true }).decode(head, { stream: !isWhole });
  } catch {
    return undefined;
  }
}

/** How much the characters beyond ASCII look like words and signs of money, from -1 to 1. */
function plausibility(text: string): number {
  const runs = text.match(/[^\0-\x7f]+/g) ?? [];
  let score = 0;
  let characters = 0;
  for (const run of runs) {
    characters += run.length;
    if (/^[\uac00-\ud7a3\u3040-\u30ff\u4e00-\u9fff\u3000-\u3015\uff01-\uff5e]+$/.test(run)) score += run.length;
    else if (/^[\u00a0£€¥©®°·–—‘’“”…À-ÖØ-öø-ÿŒœŠšŽžŸ]{1,2}$/.test(run)) score += run.length;
    else score -= run.length;
  }
  // One sign of Chinese within a Latin word is an umlaut misread.
  const misread = text.match(/[a-z][\u3040-\u9fff\uac00-\ud7a3\uff61-\uff9f]{1,2}[a-z]/gi)?.length ?? 0;
  return characters === 0 ? 0 : (score - 2 * misread) / characters;
}

/** Share of the double bytes that only the extension of EUC-KR has: few syllables of Korean, most of Japanese misread. */
function rareShare(head: Buffer): number {
  let [rare, all] = [0, 0];
  for (let at = 0; at < head.length; at++) {
    if ((head[at] ?? 0) < 0x80) continue;
    all++;
    if ((head[at] ?? 0) <= 0xa0 || (head[at + 1] ?? 0) < 0xa1) rare++;
    at++;
  }
  return all === 0 ? 0 : rare / all;
}

/** The first word that needs the encoding, shortened. */
function firstWord(text: string): string {
  return /[^\s,;|"\t]{0,12}[^\0-\x7f][^\s,;|"\t]{0,12}/.exec(text)?.[0] ?? '';
}

function firstBadByte(head: Buffer): number {
  let [good, bad] = [0, head.length];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (decode(head.subarray(0, middle), 'utf-8', false) === undefined) bad = middle;
    else good = middle;
  }
  return good;
}

import type { Advice } from '../run/render-advice.ts';

/** Stands between what happened and what to do next. */
const mark = ' | next: ';

/** A failure as one text: Step Functions passes on an error's name and message only. Commands stay data (JSON). */
export function packFailure(message: string, advice: Advice): string {
  return `${message}${mark}${typeof advice === 'string' ? advice : JSON.stringify(advice)}`;
}

/** What `packFailure` made one text of; no advice where the text is from elsewhere. */
export function unpackFailure(text: string): { message: string; advice?: Advice } {
  const at = text.indexOf(mark);
  if (at < 0) return { message: text };
  return { message: text.slice(0, at), advice: readAdvice(text.slice(at + mark.length)) };
}

/** A text that was cut off on its way is told as it is. */
function readAdvice(text: string): Advice {
  if (!text.startsWith('[')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

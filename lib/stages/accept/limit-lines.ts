import type { LineChunk } from './split-lines.ts';

const newline = 0x0a;

/** Cuts a chunk of whole lines so that none has more than so many: short lines cost memory by their number, not their bytes. */
export function* limitLines(chunk: LineChunk, maxLines: number): Generator<LineChunk & { lines: number }> {
  const { bytes } = chunk;
  let startLine = chunk.startLine;
  let start = 0;
  let lines = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) {
    lines++;
    if (lines < maxLines) continue;
    yield { startLine, bytes: bytes.subarray(start, at + 1), lines };
    startLine += lines;
    start = at + 1;
    lines = 0;
  }
  // The last line of a file may have no line break.
  if (start < bytes.length)
    yield { startLine, bytes: bytes.subarray(start), lines: bytes.at(-1) === newline ? lines : lines + 1 };
}

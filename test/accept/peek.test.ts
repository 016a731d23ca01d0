import { expect, test } from 'vitest';
import { peek } from '../../lib/stages/accept/peek.ts';
import { cutAt } from './cut-at.ts';

async function readAll(source: AsyncIterable<Buffer>): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of source) pieces.push(piece.toString());
  return pieces;
}

test.each<[number[], number, string, string[]]>([
  [[2, 4], 3, 'abcd', ['abcd', 'ef']],
  [[2, 4], 4, 'abcd', ['abcd', 'ef']],
  [[2, 4], 5, 'abcdef', ['abcdef']],
  [[2, 4], 9, 'abcdef', ['abcdef']],
  [[2, 4], 0, '', ['ab', 'cd', 'ef']],
])('cut at %j, of %i bytes asked for: the head, and all of it once', async (places, bytes, head, pieces) => {
  const found = await peek(cutAt(Buffer.from('abcdef'), places), bytes);
  expect(found.head.toString()).toBe(head);
  expect(await readAll(found.all)).toEqual(pieces);
});

test('an empty stream is empty', async () => {
  const found = await peek(cutAt(Buffer.alloc(0), []), 10);
  expect(found.head).toHaveLength(0);
  expect(await readAll(found.all)).toEqual([]);
});

test('whoever stops reading early lets go of the stream', async () => {
  let isOpen = true;
  async function* source(): AsyncGenerator<Buffer> {
    try {
      for (;;) yield Buffer.from('ab');
    } finally {
      isOpen = false;
    }
  }
  const { all } = await peek(source(), 3);
  for await (const piece of all) {
    expect(piece.toString()).toBe('abab');
    break;
  }
  expect(isOpen).toBe(false);
});

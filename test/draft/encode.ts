import { TextDecoder } from '@exodus/bytes/encoding.js';

const tables = new Map<string, Map<string, number[]>>();

/** The text in an encoding that Node only decodes; undefined where a character is not in it. */
export function encode(text: string, label: string): Buffer | undefined {
  const table = tables.get(label) ?? makeTable(label);
  tables.set(label, table);
  const bytes = [...text].map((character) => table.get(character));
  return bytes.includes(undefined) ? undefined : Buffer.from(bytes.flatMap((each) => each ?? []));
}

/** Every character of one or two bytes, the other way round. */
function makeTable(label: string): Map<string, number[]> {
  const decoder = new TextDecoder(label, { fatal: true });
  const table = new Map<string, number[]>();
  const add = (...bytes: number[]): void => {
    try {
      const character = decoder.decode(Uint8Array.from(bytes));
      if ([...character].length === 1 && !table.has(character)) table.set(character, bytes);
    } catch {
      // Not a character of this encoding.
    }
  };
  for (let first = 0; first < 256; first++) add(first);
  if (label === 'windows-1252') return table;
  for (let first = 0x81; first < 0xff; first++) for (let second = 0x40; second < 0xff; second++) add(first, second);
  return table;
}

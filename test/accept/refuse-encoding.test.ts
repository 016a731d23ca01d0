import { expect, test } from 'vitest';
import { refuseEncoding } from '../../lib/stages/accept/refuse-encoding.ts';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

test('the byte and its place in the line are told, and some of how the line would read', () => {
  const { message, remedy } = refuseEncoding('line 7', latin('1,caf\xe9,x\n2,y\n'));
  expect(message).toBe('line 7 is not UTF-8 (byte E9 at 6 of the line); as WINDOWS-1252 it reads "1,café,x"');
  expect(remedy).toContain("declare encoding: 'windows-1252' in the feed");
});

test('of a long line what stands around the byte is shown', () => {
  const { message } = refuseEncoding('line 1', latin(`${'a'.repeat(50)}\xe9${'b'.repeat(50)}\n`));
  expect(message).toContain('(byte E9 at 51 of the line)');
  expect(message).toContain(`it reads "${'a'.repeat(12)}é${'b'.repeat(11)}"`);
});

test('a line that begins with the byte, and one without an end', () => {
  expect(refuseEncoding('line 1', latin('\xe9t\xe9\n')).message).toContain(
    '(byte E9 at 1 of the line); as WINDOWS-1252 it reads "été"',
  );
  expect(refuseEncoding('line 1', latin('caf\xe9')).message).toContain('it reads "café"');
});

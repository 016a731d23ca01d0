import { expect, test } from 'vitest';
import { convertCommand } from '../../lib/stages/accept/convert-command.ts';

test.each([
  ['day.csv', 'tac < day.csv > day.new.csv'],
  ['day.csv.gz', 'gunzip -c day.csv.gz | tac > day.new.csv'],
  ['day.csv.GZIP', 'gunzip -c day.csv.GZIP | tac > day.new.csv'],
  ['day.csv.zst', 'zstd -dc day.csv.zst | tac > day.new.csv'],
  ['day.csv.zstd', 'zstd -dc day.csv.zstd | tac > day.new.csv'],
  ['day.gz', 'gunzip -c day.gz | tac > day.new'],
  ['day', 'tac < day > day.new'],
  ['in.d/day', 'tac < in.d/day > in.d/day.new'],
  ['in.d/.day', 'tac < in.d/.day > in.d/.day.new'],
  ['a.b.csv', 'tac < a.b.csv > a.b.new.csv'],
  ['day.gz.csv', 'tac < day.gz.csv > day.gz.new.csv'],
  ['daygz', 'tac < daygz > daygz.new'],
  ['-day.csv', 'tac < ./-day.csv > -day.new.csv'],
  ['-day.csv.gz', 'gunzip -c ./-day.csv.gz | tac > -day.new.csv'],
  ["o'clock 1.csv", "tac < 'o'\\''clock 1.csv' > 'o'\\''clock 1.new.csv'"],
])('%s is converted beside itself, never over itself', (file, command) => {
  expect(convertCommand(file, 'tac', 'new')).toBe(command);
});

import { expect, test } from 'vitest';
import { businessDate } from '../../lib/operate/explain/business-date.ts';

test.each([
  ['2025-09-01', 'Asia/Seoul', '2025-09-01'],
  ['2025-09-01T23:30', 'Asia/Seoul', '2025-09-01'],
  ['2025-09-01T23:30:00.123456789', 'Asia/Seoul', '2025-09-01'],
  ['2025-09-01T14:59:59Z', 'Asia/Seoul', '2025-09-01'],
  ['2025-09-01T15:00:00Z', 'Asia/Seoul', '2025-09-02'],
  ['2025-09-01 23:30:00+0900', 'Europe/London', '2025-09-01'],
  ['2025-09-01 00:30:00+09', 'Europe/London', '2025-08-31'],
  ['2025-13-41T10:00:00Z', 'Asia/Seoul', '2025-13-41T10:00:00Z'],
  ['yesterday', 'Asia/Seoul', 'yesterday'],
  ['', 'Asia/Seoul', ''],
])('%s in %s is of %s', (text, zone, date) => {
  expect(businessDate(text, zone)).toBe(date);
});

import { expect, test } from 'vitest';
import { iso4217 } from '../../lib/contracts/iso-4217.ts';

test('three capital letters each, sorted, none twice', () => {
  for (const code of iso4217) expect(code).toMatch(/^[A-Z]{3}$/);
  expect(iso4217).toEqual([...new Set(iso4217)].sort());
});

test('money people pay with, and the codes for testing and for none', () => {
  const listed = 'KRW USD EUR GBP JPY CNY CHF SGD HKD VND THB INR AUD CAD XTS XXX'.split(' ');
  expect(iso4217).toEqual(expect.arrayContaining(listed));
});

test('successors are listed, what they replaced is not', () => {
  const changed = { HRK: 'EUR', ZWL: 'ZWG', ANG: 'XCG', SLL: 'SLE', VEF: 'VES', MRO: 'MRU', STD: 'STN', BYR: 'BYN' };
  for (const [withdrawn, successor] of Object.entries(changed)) {
    expect(iso4217).not.toContain(withdrawn);
    expect(iso4217).toContain(successor);
  }
});

test('about as many as list one has', () => {
  expect(iso4217.length).toBeGreaterThan(170);
  expect(iso4217.length).toBeLessThan(185);
});

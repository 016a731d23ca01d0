import { expect, test } from 'vitest';
import { iso4217 } from '../../lib/contracts/iso-4217.ts';
import { minorUnits } from '../../lib/contracts/minor-units.ts';

/** Column CcyMnrUnts of ISO 4217 list one where it is not 2. */
const listed: [number | undefined, string][] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
  [undefined, 'XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'],
];

test('each currency has the decimals that ISO 4217 gives it, two where the list says nothing else', () => {
  const others = new Map(listed.flatMap(([decimals, codes]) => codes.split(' ').map((code) => [code, decimals])));
  for (const code of iso4217) expect([code, minorUnits(code)]).toEqual([code, others.has(code) ? others.get(code) : 2]);
});

test('a code is read in any case; one that is not listed has none', () => {
  expect(minorUnits('krw')).toBe(0);
  expect(minorUnits('Usd')).toBe(2);
  for (const code of ['', 'ZZZ', 'HRK', 'US']) expect(minorUnits(code)).toBeUndefined();
});

import { iso4217 } from './iso-4217.ts';

/** Active codes whose minor unit is not a hundredth (ISO 4217 list one); precious metals and the like have none. */
const others: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};
const none = 'XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'.split(' ');

const decimals = new Map<string, number>([
  ...iso4217.filter((code) => !none.includes(code)).map((code): [string, number] => [code, 2]),
  ...Object.entries(others).flatMap(([count, codes]) =>
    codes.split(' ').map((code): [string, number] => [code, Number(count)]),
  ),
]);

/** Decimals that ISO 4217 gives a currency; undefined for a code it does not list, or gives no minor unit. */
export function minorUnits(currency: string): number | undefined {
  return decimals.get(currency.toUpperCase());
}

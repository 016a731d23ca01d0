/** A number as people read it: noughts behind its second decimal are left out, and all of a whole count's. */
export function trimDecimals(value: string): string {
  return value.replace(/(\.\d\d\d*?)0+$/, '$1');
}

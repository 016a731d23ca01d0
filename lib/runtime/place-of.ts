import type { Place } from '../cost/price-usage.ts';

/** Where this function runs, as far as prices go: Lambda itself says the region, the host its processor. */
export function placeOf(baseCapacityRpu: number): Place {
  const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';
  return { region: process.env.AWS_REGION ?? '', architecture, baseCapacityRpu };
}

import type { Rate } from './usd.ts';

/*
 * The price table: list prices on demand, without free tiers, discounts and taxes. `asOf` is the day they were looked up, in
 * stored copies of the pages named and of price lists quoted from them: the copies may be older.
 *
 * A price that could not be found for a region is that of another one, which the entry then names: it is shown with every sum.
 */

export type PriceName =
  | 's3Write'
  | 's3Read'
  | 's3Storage'
  | 'lambdaArm64'
  | 'lambdaX86'
  | 'lambdaRequest'
  | 'transition'
  | 'rpu'
  | 'managedStorage'
  | 'clusterNode'
  | 'athenaScan';

/** `per` is in what is counted: requests, bytes for a month, MiB-milliseconds, RPU-seconds. */
export type Price = Rate & { unit: string; page: string; region: string };

export type PriceTable = { region: string; asOf: string; prices: Record<PriceName, Price> };

const asOf = '2026-11-21';
const gibibyte = 2n ** 30n;
const tebibyte = 2n ** 40n;

const seoul = 'ap-northeast-2';
/** Found for US East (N. Virginia) only, or without a region. */
const virginia = 'us-east-1';

const s3 = 'Amazon S3 pricing';
const lambda = 'AWS Lambda pricing';
const redshift = 'Amazon Redshift pricing';

const ofSeoul: Record<PriceName, Price> = {
  s3Write: { usd: '0.0045', per: 1000n, unit: '1,000 PUT, COPY, POST, LIST requests', page: s3, region: seoul },
  s3Read: { usd: '0.00035', per: 1000n, unit: '1,000 GET and other requests', page: s3, region: seoul },
  s3Storage: { usd: '0.025', per: gibibyte, unit: 'GB-month, S3 Standard', page: s3, region: seoul },
  lambdaArm64: { usd: '0.0000133334', per: 1_024_000n, unit: 'GB-second, arm64', page: lambda, region: seoul },
  lambdaX86: { usd: '0.0000166667', per: 1_024_000n, unit: 'GB-second, x86_64', page: lambda, region: seoul },
  lambdaRequest: { usd: '0.20', per: 1_000_000n, unit: '1,000,000 invocations', page: lambda, region: seoul },
  transition: {
    usd: '0.0271',
    per: 1000n,
    unit: '1,000 state transitions, Standard',
    page: 'AWS Step Functions pricing',
    region: seoul,
  },
  rpu: { usd: '0.438', per: 3600n, unit: 'RPU-hour, Redshift Serverless', page: redshift, region: seoul },
  managedStorage: { usd: '0.024', per: gibibyte, unit: 'GB-month, managed storage', page: redshift, region: virginia },
  clusterNode: { usd: '0.543', per: 1n, unit: 'node-hour, ra3.large', page: redshift, region: virginia },
  athenaScan: {
    usd: '5.00',
    per: tebibyte,
    unit: 'TB scanned, 10 MB a query at least',
    page: 'Amazon Athena pricing',
    region: virginia,
  },
};

/** The prices for a region; where it has no table of its own those of Seoul, each of which says so. */
export function findPrices(region: string): PriceTable {
  return { region, asOf, prices: ofSeoul };
}

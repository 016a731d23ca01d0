import type { Place } from './price-usage.ts';
import { findPrices } from './prices.ts';
import { formatUsd, priceQuantity, sumUsd, type Usd } from './usd.ts';

/** What a month's loads did, and what Silver is made of. */
export type Work = {
  days: number;
  place: Place;
  /** What the warehouse cost as measured. */
  warehouse: Usd;
  /** Business dates each load touched. */
  loads: (readonly string[])[];
  /** By dataset and business date. */
  silver: { date: string; bytes: number; files: number }[];
};

export type Way = {
  way: 'Redshift Serverless' | 'provisioned Redshift' | 'Athena over Silver';
  usd: string;
  parts: { what: string; usd: string }[];
  basis: string;
  /** What one would not have, compared with what runs today. */
  lacks: string;
};

/** Where one way becomes cheaper than another; of small data a full scan costs Athena's minimum. */
export type BreakEven = {
  wakeUpUsd: string;
  wakeUpsADayOfACluster: number;
  fullScanUsd: string;
  fullScansADayOfACluster: number;
  /** A query that scans less costs less in Athena than waking up Redshift Serverless. */
  athenaBytesOfAWakeUp: string;
};

export type Comparison = { ways: Way[]; breakEven: BreakEven };

const mebibyte = 2 ** 20;
const leastScan = 10 * mebibyte;

/** The same work in the warehouse as it is, in one that is always on, and in none: what each costs, on what grounds, without what. */
export function compareWarehouses({ days, place, warehouse, loads, silver }: Work): Comparison {
  const { prices } = findPrices(place.region);
  const bytes = sum(silver.map((date) => date.bytes));
  const stored = priceQuantity(BigInt(bytes), prices.managedStorage);
  const node = priceQuantity(BigInt(24 * days), prices.clusterNode);
  const queries = loads.flatMap((touched) => [silver.filter(({ date }) => touched.includes(date)), silver]);
  const scanOf = (dates: Work['silver']): Usd =>
    priceQuantity(billedScan(sum(dates.map((date) => date.bytes))), prices.athenaScan);
  const scans = sumUsd(queries.map(scanOf));
  const files = sum(queries.flat().map((date) => date.files));
  const reads = priceQuantity(BigInt(files), prices.s3Read);
  const managed = 'managed storage, taken to be as large as Silver';
  const wakeUp = priceQuantity(BigInt(60 * place.baseCapacityRpu), prices.rpu);
  const day = priceQuantity(24n, prices.clusterNode);
  const fullScan = scanOf(silver);
  return {
    ways: [
      toWay(
        'Redshift Serverless',
        [
          ['RPU-seconds', warehouse],
          [managed, stored],
        ],
        {
          basis: `as measured, up to now; loads: ${loads.length}; base capacity ${place.baseCapacityRpu} RPU`,
          lacks: 'nothing: it is what runs',
        },
      ),
      toWay(
        'provisioned Redshift',
        [
          [`one ra3.large, ${24 * days} hours`, node],
          [managed, stored],
        ],
        {
          basis: 'on demand, every hour of the month, one of the smallest RA3 nodes; the SQL is the same',
          lacks: 'scaling by itself, and a price of nothing while nothing runs (it can be paused, by you)',
        },
      ),
      toWay(
        'Athena over Silver',
        [
          ['bytes scanned', scans],
          ['GET requests, one a file', reads],
        ],
        {
          basis: `the marts' own two queries a load: sales_daily over the touched dates, rfm_customer over all of Silver as it is now; whole files, so no more than this; files: ${files}`,
          lacks:
            'one transaction over fact, marts, checks and ledger (law 5); COPY, MERGE and keys; dimensions; marts that answer without a scan',
        },
      ),
    ],
    breakEven: {
      wakeUpUsd: formatUsd(wakeUp),
      wakeUpsADayOfACluster: timesOf(day, wakeUp),
      fullScanUsd: formatUsd(fullScan),
      fullScansADayOfACluster: timesOf(day, fullScan),
      athenaBytesOfAWakeUp: String(
        (wakeUp * prices.athenaScan.per) / priceQuantity(prices.athenaScan.per, prices.athenaScan),
      ),
    },
  };
}

function toWay(way: Way['way'], parts: [string, Usd][], words: Pick<Way, 'basis' | 'lacks'>): Way {
  return {
    way,
    usd: formatUsd(sumUsd(parts.map(([, usd]) => usd))),
    parts: parts.map(([what, usd]) => ({ what, usd: formatUsd(usd) })),
    ...words,
  };
}

/** Athena rounds up to whole megabytes, ten a query at least. */
function billedScan(bytes: number): bigint {
  return BigInt(Math.max(leastScan, Math.ceil(bytes / mebibyte) * mebibyte));
}

/** So many of the second are at least as much as the first. */
function timesOf(amount: Usd, each: Usd): number {
  return Number((amount + each - 1n) / each);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

import { expect, test } from 'vitest';
import { compareWarehouses, type Work } from '../../lib/cost/compare-warehouses.ts';

const gibibyte = 2 ** 30;
const work: Work = {
  days: 30,
  place: { region: 'ap-northeast-2', architecture: 'arm64', baseCapacityRpu: 8 },
  warehouse: 58_400_000n,
  loads: [['2025-09-01']],
  silver: [
    { date: '2025-09-01', bytes: gibibyte, files: 100 },
    { date: '2025-09-02', bytes: 3 * gibibyte, files: 300 },
  ],
};
const amounts = (of: Work): Record<string, string> =>
  Object.fromEntries(compareWarehouses(of).ways.map(({ way, usd }) => [way, usd]));

test('a month by hand', () => {
  expect(amounts(work)).toEqual({
    // As measured, and 4 GB x 0.024
    'Redshift Serverless': '0.154400000',
    // 720 h x 0.543, and the same storage
    'provisioned Redshift': '391.056000000',
    // 1 GB and 4 GB of 1,024 at 5.00; 500 files x 0.00035 / 1,000
    'Athena over Silver': '0.024589063',
  });
  expect(compareWarehouses(work).breakEven).toEqual({
    wakeUpUsd: '0.058400000',
    // 13.032 a day / 0.0584
    wakeUpsADayOfACluster: 224,
    fullScanUsd: '0.019531250',
    fullScansADayOfACluster: 668,
    // 0.0584 / 5.00 of 1,024 GB
    athenaBytesOfAWakeUp: String((58_400_000n * 2n ** 40n) / 5_000_000_000n),
  });
});

test('a query costs Athena ten megabytes at least, and whole ones', () => {
  const small = { ...work, silver: [{ date: '2025-09-01', bytes: 1, files: 0 }] };
  const least = compareWarehouses(small).ways.at(-1)?.parts[0]?.usd;
  // Twice 10 MB of 1,048,576 at 5.00
  expect(least).toBe('0.000095368');
  const more = { ...small, silver: [{ date: '2025-09-01', bytes: 10 * 2 ** 20 + 1, files: 0 }] };
  // Twice 11 MB
  expect(compareWarehouses(more).ways.at(-1)?.parts[0]?.usd).toBe('0.000104904');
});

test('a month without loads: a cluster costs its hours all the same, the others their storage', () => {
  const idle = { ...work, warehouse: 0n, loads: [], silver: [] };
  expect(amounts(idle)).toEqual({
    'Redshift Serverless': '0.000000000',
    'provisioned Redshift': '390.960000000',
    'Athena over Silver': '0.000000000',
  });
});

test('each way says on what grounds, and what one would not have', () => {
  for (const { basis, lacks } of compareWarehouses(work).ways) {
    expect(basis.length).toBeGreaterThan(20);
    expect(lacks.length).toBeGreaterThan(10);
  }
  expect(compareWarehouses(work).ways.at(-1)?.lacks).toMatch(/transaction.*COPY, MERGE/);
});

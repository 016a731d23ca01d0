import { expect } from 'vitest';
import type { RunDocument } from '../end-to-end/report.ts';
import type { Deployment } from './deployment.ts';

/** What a run says, but for what differs from place to place. */
export function verdictsOf({ status, days, silverDigest, factRows, checks, touchedDates }: RunDocument): object {
  return { status, days, silverDigest, factRows, touchedDates, checks };
}

/** The same command at the deployed environment and at the local target ends alike; gives what the deployed one said. */
export async function expectSame({ ask, askLocal }: Deployment, ...args: string[]): Promise<RunDocument> {
  const there = await ask(...args);
  const here = await askLocal(...args);
  expect(verdictsOf(there.document)).toEqual(verdictsOf(here.document));
  expect(there.status).toBe(here.status);
  return there.document;
}

export async function expectSameMarts({ ask, askLocal }: Deployment): Promise<void> {
  expect(await martsOf(ask)).toEqual(await martsOf(askLocal));
}

/** Every row of the marts, as `query` gives it. */
async function martsOf(ask: Deployment['ask']): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const mart of ['mart.sales_daily', 'mart.rfm_customer']) {
    const { status, document } = await ask<{ rows: unknown[] }>('query', `select * from ${mart}`);
    expect(status).toBe(0);
    found[mart] = document.rows.map((row) => JSON.stringify(row)).sort();
  }
  return found;
}

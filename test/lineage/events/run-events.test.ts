import { describe, expect, it } from 'vitest';
import { type EndedRun, type LineageNames, runEvents } from '../../../lib/lineage/events/run-events.ts';
import { toUuid } from '../../../lib/lineage/events/to-uuid.ts';
import { lineageEnv } from '../../../lib/runtime/environment.ts';
import { validateEvent } from './validate-event.ts';

const names: LineageNames = {
  jobNamespace: 'paylake-dev',
  bronzeBucket: 'the-bronze',
  silverBucket: 'the-silver',
  warehouse: { namespace: 'redshift://paylake-dev.ap-northeast-2:5439', database: 'paylake' },
};
const run: EndedRun = {
  runId: 'run-1',
  dataset: 'transactions',
  feeds: ['transactions'],
  startedAt: '2025-09-02T21:00:00.000Z',
  endedAt: '2025-09-02T21:04:00.000Z',
};
const warehouse = (table: string) => ({ namespace: names.warehouse.namespace, name: `paylake.${table}` });
const [start, complete] = runEvents(run, names);
const [, fail] = runEvents({ ...run, failure: 'blocked: too many bad rows' }, names);
type Lineage = {
  fields: Record<string, { inputFields: { name: string; field: string }[] }>;
  dataset: { field: string }[];
};
const lineageOf = (table: string): Lineage =>
  complete.outputs.find(({ name }) => name === table)?.facets?.columnLineage as unknown as Lineage;

describe('events', () => {
  it.each([
    ['START', start],
    ['COMPLETE', complete],
    ['FAIL', fail],
  ] as const)('%s keeps the published schema, with all its facets', (type, event) => {
    expect(event.eventType).toBe(type);
    expect(validateEvent(event)).toEqual([]);
  });

  it('that are wrong are found so', () => {
    expect(validateEvent({ ...start, run: { runId: 'run-1' } })).toEqual(['/run/runId must match format "uuid"']);
    expect(validateEvent({ ...start, eventType: 'DONE' })).not.toEqual([]);
    const [output] = complete.outputs;
    const { columnLineage } = output?.facets ?? {};
    const facets = { columnLineage: { ...columnLineage, fields: { amount: {} } } };
    expect(validateEvent({ ...complete, outputs: [{ ...output, facets }] })).not.toEqual([]);
  });

  it('are of one run and job, and tell when', () => {
    expect(new Set([start, complete, fail].map((event) => event.run.runId))).toEqual(new Set([toUuid('run-1')]));
    expect(start.job).toEqual({ namespace: 'paylake-dev', name: 'transactions' });
    expect([start.eventTime, complete.eventTime]).toEqual([run.startedAt, run.endedAt]);
  });
});

describe('a complete run', () => {
  it('reads the files of its feeds, and what stands beside', () => {
    expect(complete.inputs).toEqual([
      { namespace: 's3://the-bronze', name: 'transactions' },
      warehouse('core.dim_date'),
      warehouse('core.mcc_reference'),
    ]);
  });

  it('writes Silver, the fact and all that is kept up from there, and nothing of another dataset', () => {
    const written = complete.outputs.map(({ name }) => name);
    expect(written).toEqual(
      expect.arrayContaining(['transactions', 'paylake.core.fact_transactions', 'paylake.mart.ltv_customer']),
    );
    expect(written.filter((name) => /trade|user_|symbol/.test(name))).toEqual([]);
    expect(start.outputs.map(({ name }) => name)).toEqual(written);
    const [, trades] = runEvents({ ...run, dataset: 'trades', feeds: ['trades'] }, names);
    expect(trades.inputs).toEqual([{ namespace: 's3://the-bronze', name: 'trades' }]);
    expect(
      trades.outputs.map(({ name }) => name).filter((name) => /transactions|customer|merchant|mcc/.test(name)),
    ).toEqual([]);
    expect(trades.outputs.map(({ name }) => name)).toContain('paylake.mart.symbol_daily');
  });

  it('says which columns a column comes from, and how', () => {
    const namespace = names.warehouse.namespace;
    const name = 'paylake.core.fact_transactions';
    expect(lineageOf('paylake.mart.sales_daily').fields.net_amount).toEqual({
      inputFields: [
        {
          namespace,
          name,
          field: 'amount',
          transformations: [{ type: 'DIRECT', subtype: 'AGGREGATION', masking: false }],
        },
        {
          namespace,
          name,
          field: 'is_refund',
          transformations: [{ type: 'INDIRECT', subtype: 'CONDITIONAL', masking: false }],
        },
      ],
    });
    expect(lineageOf('paylake.mart.merchant_daily').fields.customer_count?.inputFields).toEqual([
      {
        namespace,
        name,
        field: 'customer_id',
        transformations: [{ type: 'DIRECT', subtype: 'AGGREGATION', masking: true }],
      },
    ]);
    expect(lineageOf('paylake.mart.sales_daily').dataset.map(({ field }) => field)).toContain('status');
  });

  it('names only fields of feeds whose files it read, and columns of its own inputs and outputs', () => {
    const known = new Set([...complete.inputs, ...complete.outputs].map(({ name }) => name));
    const named = complete.outputs.flatMap(({ name }) =>
      Object.values(lineageOf(name).fields).flatMap(({ inputFields }) => inputFields.map((field) => field.name)),
    );
    expect(named.filter((name) => !known.has(name))).toEqual([]);
    const [, both] = runEvents({ ...run, feeds: ['transactions', 'purchase-cards'] }, names);
    expect(both.inputs.map(({ name }) => name)).toContain('purchase-cards');
  });

  it('has the columns of what it writes with their types', () => {
    const schema = complete.outputs.find(({ name }) => name === 'paylake.mart.mcc_mix_monthly')?.facets?.schema;
    expect(schema?.fields).toContainEqual({ name: 'share', type: 'decimal(30, 6)' });
  });
});

describe('a run that loaded nothing', () => {
  it('says why, and writes nothing', () => {
    expect(fail.outputs).toEqual([]);
    expect(fail.inputs).toEqual(complete.inputs);
    expect(fail.run.facets?.errorMessage).toMatchObject({ message: 'blocked: too many bad rows' });
  });
});

it('a receiver is reached by HTTPS or not at all', () => {
  const url = lineageEnv.OPENLINEAGE_URL;
  expect(url.parse('https://lineage.example.com/api/v1/lineage')).toMatch(/^https/);
  expect(url.parse('')).toBe('');
  for (const bad of ['http://lineage.example.com', 'lineage.example.com', 'ftp://x'])
    expect(url.safeParse(bad).success).toBe(false);
});

it('a UUID is that of its run id, of version 5', () => {
  expect(toUuid('run-1')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(toUuid('run-1')).toBe(toUuid('run-1'));
  expect(toUuid('run-1')).not.toBe(toUuid('run-2'));
});

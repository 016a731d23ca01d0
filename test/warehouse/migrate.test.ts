import { appendFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { migrate } from '../../lib/stages/warehouse/migrate.ts';
import { openWarehouse, type Warehouse, where } from '../../local/test/redshift-data/warehouse.ts';

const sql = fileURLToPath(new URL('../../sql/', import.meta.url));
const secret = 'arn:aws:secretsmanager:ap-northeast-2:111111111111:secret:admin';

describe('migrations', () => {
  let runner: Warehouse;
  let root: string;
  const run = () =>
    migrate({ client: runner.client, workgroup: where.WorkgroupName, database: where.Database }, secret);
  const ddl = (file: string): string => join(root, 'sql/ddl', file);

  beforeEach(async () => {
    runner = await openWarehouse();
    root = await mkdtemp(join(tmpdir(), 'paylake-migrations-'));
    await cp(sql, join(root, 'sql'), { recursive: true });
    // Where a function finds its own copy of the SQL.
    vi.stubEnv('LAMBDA_TASK_ROOT', root);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await runner.close();
    await rm(root, { recursive: true, force: true });
  });
  const recorded = async () => (await runner.query('select name from ops.schema_migrations order by name')).flat();
  const tables = async () =>
    (await runner.query("select table_schema || '.' || table_name from svv_tables order by 1")).flat();

  it('run once each, in the order of their names, and make the tables of the interfaces', async () => {
    const files = (await readdir(join(root, 'sql/ddl'))).sort();
    const applied = await run();
    expect(applied.slice(0, files.length)).toEqual(files);
    expect(await recorded()).toEqual([...applied].sort());
    const made = await tables();
    expect(await run()).toEqual([]);
    expect(await tables()).toEqual(made);
    const dimensions = ['customer', 'card', 'merchant', 'mcc', 'date'].map((name) => `core.dim_${name}`);
    const others = ['core.fact_transactions', 'mart.sales_daily', 'mart.rfm_customer', 'ops.load_ledger'];
    for (const table of [...dimensions, ...others]) expect(made).toContain(table);
  });

  it('fill the calendar without a gap, and the codes without a double', async () => {
    await run();
    expect(
      await runner.query(
        'select min(calendar_date), max(calendar_date), count(distinct calendar_date), count(*) from core.dim_date',
      ),
    ).toEqual([['2000-01-01', '2049-12-31', 18_263, 18_263]]);
    const columns = 'calendar_year, calendar_quarter, calendar_month, day_of_month, iso_week, day_of_week, is_weekend';
    // A leap day; a Friday that belongs to the last ISO week of the year before; a Sunday.
    for (const [date, expected] of [
      ['2024-02-29', [2024, 1, 2, 29, 9, 4, false]],
      ['2021-01-01', [2021, 1, 1, 1, 53, 5, false]],
      ['2025-08-31', [2025, 3, 8, 31, 35, 0, true]],
    ] as const) {
      expect(await runner.query(`select ${columns} from core.dim_date where calendar_date = '${date}'`)).toEqual([
        expected,
      ]);
    }
    const [codes] = await runner.query(
      'select count(*), count(distinct mcc), sum(case when len(mcc) = 4 then 1 else 0 end) from core.mcc_reference',
    );
    expect(new Set(codes?.map(String)).size).toBe(1);
  });

  it('apply a new file alone, and refuse one that was changed after it was applied, by name', async () => {
    await run();
    await writeFile(ddl('900_more.sql'), 'create table core.more (id integer);\n');
    // Views rest on tables: whatever changed below them, they are defined anew.
    const views = (await recorded()).filter((name) => String(name).includes('/'));
    expect(views.length).toBeGreaterThan(1);
    expect((await run()).toSorted()).toEqual(['900_more.sql', ...views]);
    expect(await tables()).toContain('core.more');
    await appendFile(ddl('002_core.sql'), '\ncreate table core.other (id integer);\n');
    await expect(run()).rejects.toThrow(/002_core\.sql was changed after it was applied/);
    expect(await tables()).not.toContain('core.other');
  });

  it('define a view anew when its file changes, that one alone, and keep what may read it', async () => {
    await run();
    const view = 'transactions/dims/dim_card.sql';
    const text = await readFile(join(root, 'sql', view), 'utf8');
    await writeFile(join(root, 'sql', view), text.replace('where row_count > 0', 'where row_count > 1'));
    expect(await run()).toEqual([view]);
    expect(await run()).toEqual([]);
    await writeFile(join(root, 'sql', view), text.replace('  first_txn_date,\n', ''));
    await expect(run()).rejects.toThrow(/migration FAILED/);
    expect(await runner.query('select card_id, first_txn_date from core.dim_card')).toEqual([]);
  });

  it('define views anew though the deploy that changed what they rest on died before it came to them', async () => {
    await run();
    const views = (await recorded()).filter((name) => String(name).includes('/'));
    await writeFile(ddl('900_more.sql'), 'drop view core.dim_card;\n');
    const first = join(root, 'sql/transactions/dims/dim_customer.sql');
    const good = await readFile(first, 'utf8');
    await writeFile(first, "select cast('broken' as integer) as broken;\n");
    await expect(run()).rejects.toThrow(/broken/);
    expect(await tables()).not.toContain('core.dim_card');
    await writeFile(first, good);
    expect((await run()).toSorted()).toEqual(views);
    expect(await tables()).toContain('core.dim_card');
  });

  it('leave nothing of a file that fails, say which statement, and go on there once it is mended', async () => {
    const good = await readFile(ddl('003_mart_ops.sql'), 'utf8');
    await appendFile(ddl('003_mart_ops.sql'), "\nselect cast('broken' as integer) as broken;\n");
    await expect(run()).rejects.toThrow(/select cast\('broken' as integer\)/);
    expect(await recorded()).toEqual(['001_schemas.sql', '002_core.sql']);
    expect(await tables()).not.toContain('mart.sales_daily');
    await writeFile(ddl('003_mart_ops.sql'), good);
    expect((await run())[0]).toBe('003_mart_ops.sql');
    expect(await tables()).toContain('mart.sales_daily');
  });
});

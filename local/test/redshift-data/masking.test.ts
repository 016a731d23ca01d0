import type { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAdmin, createClient, createRunner, openWarehouse, type Runner, type Warehouse } from './warehouse.ts';

const roles: Record<string, string[]> = { Analyst: ['analyst'], Both: ['analyst', 'auditor'], Plain: [] };

describe('masking policies', () => {
  let warehouse: Warehouse;
  let admin: Runner;
  const clients: RedshiftDataClient[] = [];
  const as = (principal: string): Runner => {
    const client = createClient(warehouse.endpoint.url, principal);
    clients.push(client);
    return createRunner(client);
  };
  const cards = (runner: Runner) => runner.query('select card_id from cards order by id');

  beforeAll(async () => {
    warehouse = await openWarehouse({ rolesOf: (principal) => roles[principal] ?? [] });
    admin = createAdmin(warehouse.client);
    for (const sql of [
      'create role analyst',
      'create role auditor',
      'create table cards (id int, card_id varchar(20), is_fraud boolean, amount decimal(18,2))',
      "insert into cards values (1, 'card-5215', true, 10.00), (2, 'card-0780', false, 2.50), (3, null, null, 1.00)",
      'grant select on cards to public',
      "create masking policy hide with (c varchar(20)) using ('***'::varchar(20))",
      "create masking policy head with (c varchar(20)) using ((left(c, 6) || '...')::varchar(20))",
      'create masking policy nothing with (c varchar(20)) using (null::varchar(20))',
    ]) {
      await admin.run(sql);
    }
  });
  afterEach(async () => {
    const attached = await admin.query(
      'select policy_name, table_name, output_columns, grantee_type, grantee from svv_attached_masking_policy',
    );
    for (const [policy, table, columns, kind, grantee] of attached as string[][]) {
      const list = (JSON.parse(columns ?? '[]') as string[]).join(', ');
      const from = kind === 'role' ? `role ${grantee}` : kind === 'public' ? 'public' : `"${grantee}"`;
      await admin.run(`detach masking policy ${policy} on ${table} (${list}) from ${from}`);
    }
  });
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await warehouse.close();
  });

  it('hide a column from the roles they are attached to, and from nobody else', async () => {
    await admin.run('attach masking policy head on cards (card_id) to role analyst');
    expect(await cards(as('Analyst'))).toEqual([['card-5...'], ['card-0...'], [null]]);
    expect(await cards(as('Plain'))).toEqual([['card-5215'], ['card-0780'], [null]]);
    expect(await cards(admin)).toEqual([['card-5215'], ['card-0780'], [null]]);
  });

  it('come before conditions, joins and groups', async () => {
    await admin.run('attach masking policy hide on cards (card_id) to role analyst');
    const analyst = as('Analyst');
    expect(await analyst.query("select id from cards where card_id = 'card-5215'")).toEqual([]);
    expect(await analyst.query('select card_id, count(*) from cards group by card_id')).toEqual([['***', 3]]);
    expect(await analyst.query('select max(c.card_id) from cards c join cards d using (card_id)')).toEqual([['***']]);
    expect(await analyst.query('select * from cards where id = 1')).toEqual([[1, '***', true, '10.00']]);
    const done = await analyst.batch(['create temp table x as select * from cards', 'select max(card_id) from x']);
    expect(done.Status).toBe('FINISHED');
  });

  it('count below a view for who reads it, not for who made it', async () => {
    await admin.run('create view card_view as select card_id as c from cards where id < 3');
    await admin.run('create view over_it as select upper(c) as c from card_view');
    await admin.run('grant select on card_view, over_it to public');
    await admin.run('attach masking policy head on cards (card_id) to role analyst');
    expect(await as('Analyst').query('select c from over_it order by c')).toEqual([['CARD-0...'], ['CARD-5...']]);
    expect(await as('Plain').query('select c from over_it order by c')).toEqual([['CARD-0780'], ['CARD-5215']]);
    await admin.run('drop view card_view cascade');
  });

  it('of the highest priority win; PUBLIC is everybody, the admin too', async () => {
    await admin.run('attach masking policy hide on cards (card_id) to public');
    await admin.run('attach masking policy head on cards (card_id) to role analyst priority 10');
    await admin.run('attach masking policy nothing on cards (card_id) to role auditor priority 20');
    expect(await cards(as('Plain'))).toEqual([['***'], ['***'], ['***']]);
    expect(await cards(admin)).toEqual([['***'], ['***'], ['***']]);
    expect(await cards(as('Analyst'))).toEqual([['card-5...'], ['card-0...'], [null]]);
    expect(await cards(as('Both'))).toEqual([[null], [null], [null]]);
    expect(await admin.errorOf('attach masking policy head on cards (card_id) to role auditor priority 30')).toContain(
      'masking policy "nothing" is attached to column "card_id" of public.cards for role:auditor with priority 20',
    );
    expect(await admin.errorOf('attach masking policy head on cards (card_id) to "IAMR:Plain" priority 20')).toContain(
      'another priority for each policy',
    );
  });

  it('can depend on other columns, and be of a user', async () => {
    await admin.run(`create masking policy fraud with (fraudulent boolean, pan varchar(20))
      using (case when fraudulent then pan else null end)`);
    await admin.run(
      'attach masking policy fraud on cards (card_id) using (is_fraud, card_id) to "IAMR:Plain" priority 100',
    );
    expect(await cards(as('Plain'))).toEqual([['card-5215'], [null], [null]]);
    expect(await cards(as('Analyst'))).toEqual([['card-5215'], ['card-0780'], [null]]);
  });

  it('keep changes of what is not seen from who does not see it', async () => {
    await admin.run('grant update, delete, insert on cards to public');
    await admin.run('attach masking policy hide on cards (card_id) to role analyst');
    const analyst = as('Analyst');
    for (const sql of [
      "update cards set amount = 0 where card_id = 'card-5215'",
      'delete from cards where id = 9',
      'merge into cards using (select 9 as id) s on cards.id = s.id when matched then delete when not matched then insert (id) values (s.id)',
    ]) {
      expect(await analyst.errorOf(sql)).toContain('by who sees its column "card_id" masked');
    }
    await as('Plain').run('update cards set amount = amount where id = 1');
    await admin.run('revoke update, delete, insert on cards from public');
  });

  it('stand in the catalog for the admin, and hold on to what uses them', async () => {
    await admin.run('create masking policy if not exists hide with (x int) using (0::int)');
    await admin.run('attach masking policy hide on cards (card_id) to role analyst priority 7');
    expect(
      await admin.query("select policy_expression, input_columns from svv_masking_policy where policy_name = 'hide'"),
    ).toEqual([["'***'::varchar(20)", '[{"colname":"c","type":"character varying(20)"}]']]);
    expect(await admin.query('select * from svv_attached_masking_policy')).toEqual([
      ['hide', 'public', 'cards', 'table', 'admin', 'analyst', 'role', 7, '["card_id"]', '["card_id"]', false],
    ]);
    expect(await as('Analyst').query('select * from svv_attached_masking_policy')).toEqual([]);
    expect(await as('Analyst').query('select * from svv_masking_policy')).toEqual([]);
    expect(await admin.errorOf('drop masking policy hide')).toContain('it is attached to');
  });

  it('are altered in place, and go with their table', async () => {
    await admin.run("create masking policy short with (c varchar(20)) using ('a'::varchar(20))");
    await admin.run('create table gone (c varchar(20))');
    await admin.run("insert into gone values ('x')");
    await admin.run('grant select on gone to public');
    await admin.run('attach masking policy short on gone (c) to public');
    await admin.run("alter masking policy short using ('b'::varchar(20))");
    expect(await as('Plain').query('select c from gone')).toEqual([['b']]);
    expect(await admin.errorOf('alter masking policy short using (1::int)')).toContain(
      'masking policy "short" makes character varying(20), the new expression integer',
    );
    await admin.run('drop table gone');
    await admin.run('drop masking policy short');
    expect(await admin.errorOf('drop masking policy short')).toContain('masking policy "short" does not exist');
  });

  it.each([
    ["create masking policy hide with (c varchar(20)) using ('x'::varchar(20))", /"hide" already exists/],
    ["create masking policy p with (c varchar(20)) using ('x')", /constant as masking expression must be cast/],
    ['create masking policy p with (c varchar(20)) using (d)', /column "d" does not exist/],
    ['attach masking policy nope on cards (card_id) to public', /"nope" does not exist/],
    [
      'attach masking policy hide on cards (id) to public',
      /takes character varying\(20\) as "c", column "id" is integer/,
    ],
    ['attach masking policy hide on cards (card_id, id) to public', /takes 1 columns, not 2/],
    ['attach masking policy hide on cards (nope) to public', /column "nope" of relation "public.cards" does not exist/],
    ['attach masking policy hide on cards (card_id) to role nope', /role "nope" does not exist/],
    ['attach masking policy hide on svv_tables (table_name) to public', /does not exist/],
    ['detach masking policy hide on cards (card_id) from public', /"hide" is not attached to public.cards \(card_id\)/],
    ['grant ignore masking to role analyst', /privilege ignore/],
  ])('refuses %s', async (sql, message) => {
    expect(await admin.errorOf(sql)).toMatch(message);
  });

  it('are refused on views, temporary tables and columns they do not fit, and to who is no admin', async () => {
    await admin.run('create view v as select card_id from cards');
    expect(await admin.errorOf('attach masking policy hide on v (card_id) to public')).toContain(
      'cannot attach a masking policy to view "public.v"',
    );
    await admin.run('drop view v');
    const done = await admin.batch([
      'create temp table t (c varchar(20))',
      'attach masking policy hide on t (c) to public',
    ]);
    expect(done.Error).toContain('cannot attach a masking policy to temporary table "t"');
    await admin.run("create masking policy long with (c varchar(20)) using (c || '...')");
    expect(await admin.errorOf('attach masking policy long on cards (card_id) to public')).toContain(
      'makes character varying(23), which column "card_id" of character varying(20) does not take; cast its expression',
    );
    expect(await as('Analyst').errorOf('drop masking policy hide')).toContain(
      'permission denied to manage masking policies',
    );
  });
});

import { openLineageColumnLineage } from '@polyglot-sql/sdk';
import { expect, it } from 'vitest';
import { listRelations } from '../../lib/lineage/sql/read-dictionary.ts';
import { readStatements } from '../../lib/stages/warehouse/read-statements.ts';
import { bySide, catalog, lineage } from './lineage.ts';

/*
 * Another analyser over the same SQL, in no way related to ours. It takes no MERGE and no CREATE VIEW (it gets the query), and a
 * CASE's conditions for values: so what goes in by value has to be among what it finds, and all that it finds has to be known to us.
 */

const schema = {
  tables: listRelations(catalog).map(({ name, columns }) => {
    const [own = '', table = ''] = name.split('.');
    return { schema: own, name: table, columns: [...columns] };
  }),
};
const tables = [...lineage.values()].filter(
  ({ name }) => /^(mart\.|core\.dim_)/.test(name) && name !== 'core.dim_date',
);

it('looks at every mart and dimension', () => {
  expect(tables.length).toBeGreaterThanOrEqual(14);
});

it.each(tables)('$name: two analysers find the same columns', ({ name, file = '', columns }) => {
  const statements = readStatements([file]).map((sql) => sql.replace(/^create or replace view \S+ as\n/, ''));
  const sql = statements.find((statement) => /^(insert into|select|with)\b/.test(statement)) ?? '';
  const options = {
    dialect: 'redshift',
    producer: 'https://example.com',
    datasetNamespace: 'warehouse',
    outputDataset: { namespace: 'warehouse', name },
    schema,
  };
  const { success, error, facet } = openLineageColumnLineage(sql, options);
  expect([success, error ?? null]).toEqual([true, null]);
  for (const column of columns) {
    const { values, conditions } = bySide(column.sources);
    const fields = facet?.fields[column.name]?.inputFields ?? [];
    const theirs = fields.map(({ name: table, field }) => `${table}.${field}`);
    expect([column.name, values.filter((source) => !theirs.includes(source))]).toEqual([column.name, []]);
    const known = [...values, ...conditions];
    expect([column.name, theirs.filter((source) => !known.includes(source))]).toEqual([column.name, []]);
  }
});

import { DescribeTableCommand } from '@aws-sdk/client-redshift-data';
import { datasets } from '../../lib/datasets/index.ts';
import { martGroups } from '../../lib/datasets/mart-groups.ts';
import { migrate } from '../../lib/stages/warehouse/migrate.ts';
import { openWarehouse, where } from '../../local/test/redshift-data/warehouse.ts';

type Described = { typeName?: string | undefined; precision?: number | undefined; scale?: number | undefined };

/** The Hive type of what UNLOAD writes of a warehouse column, by the type that the warehouse says it has. */
export function hiveTypeOf({ typeName = '', precision, scale }: Described): string {
  const types: Record<string, string> = {
    varchar: 'string',
    int2: 'smallint',
    int4: 'int',
    int8: 'bigint',
    numeric: `decimal(${precision},${scale})`,
    bool: 'boolean',
    date: 'date',
    timestamp: 'timestamp',
  };
  const type = types[typeName];
  if (type === undefined) throw new Error(`the catalog has no type for ${typeName}: see UNLOAD what it writes of it`);
  return type;
}

/** Types of the columns of every mart, as a migrated warehouse describes them. */
export async function describeMarts(): Promise<Record<string, Record<string, string>>> {
  const warehouse = await openWarehouse();
  try {
    const { WorkgroupName, Database } = where;
    await migrate({ client: warehouse.client, workgroup: WorkgroupName, database: Database }, 'arn:admin');
    const marts = [...Object.values(datasets), ...Object.values(martGroups)].flatMap((each) => each.marts);
    const found: Record<string, Record<string, string>> = {};
    for (const { name } of marts.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
      const describe = new DescribeTableCommand({ ...where, Schema: 'mart', Table: name });
      const { ColumnList = [] } = await warehouse.client.send(describe);
      found[name] = Object.fromEntries(ColumnList.map((column) => [column.name ?? '', hiveTypeOf(column)]));
    }
    return found;
  } finally {
    await warehouse.close();
  }
}

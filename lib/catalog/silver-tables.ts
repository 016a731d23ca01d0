import type { Dataset } from '../datasets/dataset.ts';
import { silverRoot } from '../lake/keys.ts';
import { hiveType } from './hive-type.ts';
import type { LakeTable } from './lake-table.ts';

/** The first date that readers work out: cards and exchanges have none before it. */
export const firstProjectedDate = '1970-01-01';

/**
 * The tables of a dataset's Silver. One is partitioned by the event date, which Athena works out: a query that names dates reads
 * theirs alone. The second path key is no partition: a small date has all its values in one file, and which values there are
 * nobody knows beforehand; readers filter by the column. The other is not partitioned: for Redshift Spectrum, which cannot work
 * partitions out and would see no row, and for dates before those that are worked out.
 */
export function silverTables({ contract }: Dataset): LakeTable[] {
  const [date] = contract.partitionBy;
  const columns = contract.columns.map(({ name, type, description }) => ({
    name,
    type: hiveType(type),
    comment: description,
  }));
  const whole = { layer: 'silver', prefix: silverRoot(contract), isManifest: false, columns } as const;
  return [
    {
      ...whole,
      name: contract.name,
      description: `${contract.description} Grain: ${contract.grain}. Filter by p_${date}, text, to read some dates only.`,
      datePartition: `p_${date}`,
    },
    {
      ...whole,
      name: `${contract.name}_all_dates`,
      description: `${contract.description} Grain: ${contract.grain}. Not partitioned: for Redshift Spectrum, and for dates before ${firstProjectedDate}.`,
    },
  ];
}

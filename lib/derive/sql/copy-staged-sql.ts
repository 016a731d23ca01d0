import type { Dataset } from '../../datasets/dataset.ts';
import { factNames } from './fact-names.ts';
import { wrapList } from './wrap-list.ts';

/** SQL that copies a run's staged rows and the totals they must add up to. */
export function copyStagedSql(dataset: Dataset): string {
  const { fact, staged, columns } = factNames(dataset);
  return `-- what:     the staged rows of every touched event date, and the totals they must add up to
-- reads:    s3 _staged/<run>/silver, _staged/<run>/control_totals.parquet
-- writes:   temporary ${staged}, temporary control_totals
-- strategy: manifest copy by position, columns in contract order

create temp table ${staged} (like ${fact});

copy ${staged} (
${wrapList(columns, 2)}
)
from '{{rows_manifest}}'
iam_role '{{copy_role}}'
manifest
format as parquet;

create temp table control_totals (
  event_date date not null,
  measure varchar(64) not null,
  unit varchar(64) not null,
  row_count bigint not null,
  amount decimal(38, 8) not null
);

copy control_totals (event_date, measure, unit, row_count, amount)
from '{{control_manifest}}'
iam_role '{{copy_role}}'
manifest
format as parquet;
`;
}

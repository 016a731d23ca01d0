import type { Dataset, Mart } from '../../datasets/dataset.ts';

/** The query of every sum over the closed dates of a run, by mart, measure and unit; a dataset without such marts has none. */
export function sumsSql({ contract, marts }: Dataset): string | undefined {
  const { eventDate } = contract;
  const parts = marts.flatMap((mart) =>
    Object.entries(mart.sums ?? {}).map(([column, unit]) => partOf(mart, eventDate, column, unit)),
  );
  return parts.length === 0 ? undefined : parts.join('\n  union all\n');
}

function partOf({ name }: Mart, eventDate: string, column: string, unit: string): string {
  return `  select
    ${eventDate} as event_date,
    '${name}' as mart,
    '${column}' as measure,
    ${unit} as unit,
    cast(sum(${column}) as decimal(38, 8)) as amount
  from mart.${name}
  where ${eventDate} in (select event_date from closed)
  group by ${eventDate}, ${unit}`;
}

/** The CTE of the dates that were closed before the run touched them. */
export const closedCte = `closed as (
  select event_date
  from ops.touched_dates
  where run_id = :run_id and is_closed
)`;

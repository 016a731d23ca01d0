-- what:     core.mcc_total, one row per merchant category code: how many rows the fact has of it
-- reads:    temporary fact_changes
-- writes:   core.mcc_total, temporary mcc_change
-- strategy: touched keys; counts move by what came and what left. A code whose rows all left stays with a row_count of 0.

create temp table mcc_change as
select
  mcc,
  sum(movement) as row_count
from fact_changes
group by mcc
having sum(movement) <> 0;

merge into core.mcc_total
using mcc_change as change
on mcc_total.mcc = change.mcc
when matched then update set row_count = mcc_total.row_count + change.row_count
when not matched then insert (mcc, row_count)
values (change.mcc, change.row_count);

-- what:     core.dim_customer, one row per customer of the fact: its first and last day, its first success in any currency, and the
--           month of it, by which cohorts are told (mart.cohort_monthly counts by customer and currency)
-- reads:    core.customer_total
-- writes:   the view core.dim_customer
-- strategy: view

create or replace view core.dim_customer as
select
  customer_id,
  min(first_txn_date) as first_txn_date,
  max(last_txn_date) as last_txn_date,
  min(first_success) as first_success,
  cast(date_trunc('month', min(first_success)) as date) as cohort_month
from core.customer_total
where row_count > 0
group by customer_id;

grant select on table core.dim_customer to role paylake_reader;

grant select on table core.dim_customer to role paylake_analyst;

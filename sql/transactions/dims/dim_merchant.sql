-- what:     core.dim_merchant, one row per merchant of the fact, with name and category of its latest transaction
-- reads:    core.merchant_total
-- writes:   the view core.dim_merchant
-- strategy: view

create or replace view core.dim_merchant as
select
  merchant_id,
  merchant_name,
  mcc,
  first_txn_date,
  last_txn_date
from core.merchant_total
where row_count > 0;

grant select on table core.dim_merchant to role paylake_reader;

grant select on table core.dim_merchant to role paylake_analyst;

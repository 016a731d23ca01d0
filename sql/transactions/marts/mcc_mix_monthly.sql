-- what:     mart.mcc_mix_monthly, one row per month, mcc and currency with approved rows, the month that has not ended included.
--           share = net_amount / net of the month and currency over all categories, six decimals, half away from zero, null where that
--           is 0
-- reads:    mart.sales_daily
-- writes:   the view mart.mcc_mix_monthly
-- strategy: view, over a small mart. Net amounts up to 10^22 are divided, so that the quotient has 14 decimals.

create or replace view mart.mcc_mix_monthly as
with monthly as (
  select
    cast(date_trunc('month', txn_date) as date) as month,
    mcc,
    currency,
    sum(net_amount) as net_amount
  from mart.sales_daily
  group by cast(date_trunc('month', txn_date) as date), mcc, currency
),

totals as (
  select
    month,
    currency,
    sum(net_amount) as net_amount
  from monthly
  group by month, currency
)

select
  monthly.month,
  monthly.mcc,
  monthly.currency,
  monthly.net_amount,
  cast(
    round(cast(monthly.net_amount as decimal(24, 2)) / cast(nullif(totals.net_amount, 0) as decimal(24, 2)), 6)
  as decimal(30, 6)) as share
from monthly
inner join totals
  on monthly.month = totals.month and monthly.currency = totals.currency;

grant select on table mart.mcc_mix_monthly to role paylake_reader;

grant select on table mart.mcc_mix_monthly to role paylake_analyst;

grant select on table mart.mcc_mix_monthly to role paylake_exporter;

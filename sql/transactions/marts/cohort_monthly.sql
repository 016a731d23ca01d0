-- what:     mart.cohort_monthly, one row per cohort, age and currency, of the months that have ended on the as-of date, also where nothing
--           happened. A cohort is the customers whose first success (approved, no refund, amount > 0) in the currency is in its month;
--           age counts months from it. active_customers had a success in the month; net_amount = successes - approved refunds of the
--           cohort in the month, cumulative from age 0. retention_rate = active / size, four decimals;
--           cumulative_value_per_customer = cumulative / size, two decimals, half away from zero.
-- reads:    core.customer_total, core.customer_month, core.dim_date (months, by number), ops.load_ledger (the as-of date)
-- writes:   the view mart.cohort_monthly
-- strategy: view: a group by over customers' months

create or replace view mart.cohort_monthly as
with as_of as (
  select max(to_date) as as_of_date
  from ops.load_ledger
  where dataset = 'transactions'
),

members as (
  select
    customer_id,
    currency,
    cast(date_trunc('month', first_success) as date) as cohort_month
  from core.customer_total
  where orders > 0
),

cohorts as (
  select
    cohort_month,
    currency,
    count(*) as cohort_size
  from members
  group by cohort_month, currency
),

ages as (
  select datediff(month, '2000-01-01'::date, calendar_date) as age_months
  from core.dim_date
  where day_of_month = 1
),

cells as (
  select
    cohorts.cohort_month,
    ages.age_months,
    cohorts.currency,
    cohorts.cohort_size,
    cast(add_months(cohorts.cohort_month, ages.age_months) as date) as month
  from cohorts
  cross join ages
  cross join as_of
  where last_day(add_months(cohorts.cohort_month, ages.age_months)) <= as_of.as_of_date
),

activity as (
  select
    members.cohort_month,
    customer_month.month,
    members.currency,
    sum(case when customer_month.orders > 0 then 1 else 0 end) as active_customers,
    sum(customer_month.net_amount) as net_amount
  from members
  inner join core.customer_month
    on members.customer_id = customer_month.customer_id and members.currency = customer_month.currency
  group by members.cohort_month, customer_month.month, members.currency
),

filled as (
  select
    cells.cohort_month,
    cells.age_months,
    cells.currency,
    cells.cohort_size,
    coalesce(activity.active_customers, 0) as active_customers,
    coalesce(activity.net_amount, 0.00) as net_amount
  from cells
  left join activity
    on
      cells.cohort_month = activity.cohort_month
      and cells.month = activity.month
      and cells.currency = activity.currency
),

summed as (
  select
    cohort_month,
    age_months,
    currency,
    cohort_size,
    active_customers,
    net_amount,
    sum(net_amount) over (
      partition by cohort_month, currency order by age_months rows between unbounded preceding and current row
    ) as cumulative_net_amount
  from filled
)

select
  cohort_month,
  age_months,
  currency,
  cohort_size,
  active_customers,
  cast(
    round(cast(active_customers as decimal(18, 0)) / cast(cohort_size as decimal(18, 0)), 4)
  as decimal(5, 4)) as retention_rate,
  net_amount,
  cumulative_net_amount,
  cast(
    round(cast(cumulative_net_amount as decimal(25, 2)) / cast(cohort_size as decimal(10, 0)), 2)
  as decimal(38, 2)) as cumulative_value_per_customer
from summed;

grant select on table mart.cohort_monthly to role paylake_reader;

grant select on table mart.cohort_monthly to role paylake_analyst;

grant select on table mart.cohort_monthly to role paylake_exporter;

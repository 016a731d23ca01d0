-- what:     core.dim_date, one row per calendar day from 2000-01-01 to 2049-12-31
-- reads:    nothing
-- writes:   core.dim_date
-- strategy: migration, fills the table once: the calendar does not change

insert into core.dim_date (
  calendar_date, calendar_year, calendar_quarter, calendar_month, day_of_month, iso_week, day_of_week, is_weekend
)
with digits as (
  select 0 as d union all select 1 union all select 2 union all select 3 union all select 4
  union all select 5 union all select 6 union all select 7 union all select 8 union all select 9
),

day_numbers as (
  select ten_thousands.d * 10000 + thousands.d * 1000 + hundreds.d * 100 + tens.d * 10 + ones.d as day_number
  from digits as ones
  cross join digits as tens
  cross join digits as hundreds
  cross join digits as thousands
  cross join (select d from digits where d < 2) as ten_thousands
),

days as (
  select dateadd(day, day_number, '2000-01-01'::date)::date as calendar_date
  from day_numbers
  where day_number < 18263
)

select
  calendar_date,
  extract(year from calendar_date) as calendar_year,
  extract(quarter from calendar_date) as calendar_quarter,
  extract(month from calendar_date) as calendar_month,
  extract(day from calendar_date) as day_of_month,
  extract(week from calendar_date) as iso_week,
  extract(dayofweek from calendar_date) as day_of_week,
  extract(dayofweek from calendar_date) in (0, 6) as is_weekend
from days;

-- what:     mart.symbol_daily, one row per symbol, trade date and quote currency
-- reads:    core.fact_trades, temporary control_totals (the touched dates)
-- writes:   mart.symbol_daily
-- strategy: delete and insert of the touched dates. Open and close by trade_ts, then trade_id. vwap = total_trade_amount /
--           volume, rounded at the eighth decimal: a quotient of two DECIMAL(38,8) has four decimals in Redshift: so its whole
--           part is split off first, trade by trade, and what is left is divided with nine. From a price of 10^13 on, where that
--           leaves too much, the quotient of four decimals stands.

delete from mart.symbol_daily
where trade_date in (select event_date from control_totals);

insert into mart.symbol_daily (
  symbol, trade_date, quote_currency, trade_count, volume, total_trade_amount,
  open_price, high_price, low_price, close_price, vwap
)
with touched as (
  select
    symbol,
    trade_date,
    quote_currency,
    trade_ts,
    trade_id,
    quantity,
    price,
    trade_amount
  from core.fact_trades
  where trade_date in (select event_date from control_totals)
),

placed as (
  select
    symbol,
    trade_date,
    quote_currency,
    quantity,
    price,
    trade_amount,
    row_number() over (
      partition by symbol, trade_date, quote_currency order by trade_ts, trade_id
    ) as from_first,
    row_number() over (
      partition by symbol, trade_date, quote_currency order by trade_ts desc, trade_id desc
    ) as from_last
  from touched
),

summed as (
  select
    symbol,
    trade_date,
    quote_currency,
    count(*) as trade_count,
    sum(quantity) as volume,
    sum(trade_amount) as total_trade_amount,
    max(case when from_first = 1 then price end) as open_price,
    max(price) as high_price,
    min(price) as low_price,
    max(case when from_last = 1 then price end) as close_price
  from placed
  group by symbol, trade_date, quote_currency
),

divided as (
  select
    symbol,
    trade_date,
    quote_currency,
    trade_count,
    volume,
    total_trade_amount,
    open_price,
    high_price,
    low_price,
    close_price,
    -- Thirteen digits, so that the product with a quantity has 38.
    cast(
      least(
        trunc(
          case
            when total_trade_amount < 100000000000000000000000000 then total_trade_amount / volume
            else cast(trunc(total_trade_amount, 4) as decimal(34, 4)) / cast(trunc(volume, 4) as decimal(34, 4))
          end
        ),
        9999999999999
      ) as decimal(13, 0)
    ) as whole_price
  from summed
),

remainders as (
  select
    divided.symbol,
    divided.trade_date,
    divided.quote_currency,
    sum(touched.trade_amount - divided.whole_price * touched.quantity) as remainder
  from divided
  inner join touched
    on
      divided.symbol = touched.symbol
      and divided.trade_date = touched.trade_date
      and divided.quote_currency = touched.quote_currency
  group by divided.symbol, divided.trade_date, divided.quote_currency
)

select
  divided.symbol,
  divided.trade_date,
  divided.quote_currency,
  divided.trade_count,
  divided.volume,
  divided.total_trade_amount,
  divided.open_price,
  divided.high_price,
  divided.low_price,
  divided.close_price,
  cast(
    divided.whole_price
    + case
      when remainders.remainder < 1000000000000000000000
        then round(cast(remainders.remainder as decimal(29, 8)) / divided.volume, 8)
      else cast(trunc(remainders.remainder, 4) as decimal(34, 4)) / cast(trunc(divided.volume, 4) as decimal(34, 4))
    end
  as decimal(38, 8)) as vwap
from divided
inner join remainders
  on
    divided.symbol = remainders.symbol
    and divided.trade_date = remainders.trade_date
    and divided.quote_currency = remainders.quote_currency;

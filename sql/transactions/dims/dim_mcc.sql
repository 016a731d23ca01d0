-- what:     core.dim_mcc, one row per merchant category code of the fact, with its description and the group it belongs to: the
--           ranges of ISO 18245, and within its private range those of card schemes (airlines, car rental, lodging)
-- reads:    core.mcc_total, core.mcc_reference
-- writes:   the view core.dim_mcc
-- strategy: view

create or replace view core.dim_mcc as
select
  mcc_total.mcc,
  coalesce(mcc_reference.description, 'Not in the reference') as description,
  case
    when mcc_total.mcc = '0000' then 'Uncategorised'
    when mcc_total.mcc < '1500' then 'Agricultural services'
    when mcc_total.mcc < '3000' then 'Contracted services'
    when mcc_total.mcc < '3300' then 'Airlines'
    when mcc_total.mcc < '3500' then 'Car rental'
    when mcc_total.mcc < '4000' then 'Lodging'
    when mcc_total.mcc < '4800' then 'Transportation'
    when mcc_total.mcc < '5000' then 'Utilities'
    when mcc_total.mcc < '5600' then 'Retail outlets'
    when mcc_total.mcc < '5700' then 'Clothing shops'
    when mcc_total.mcc < '7300' then 'Miscellaneous shops'
    when mcc_total.mcc < '8000' then 'Business services'
    when mcc_total.mcc < '9000' then 'Professional services and membership organisations'
    else 'Government services'
  end as mcc_group
from core.mcc_total
left join core.mcc_reference
  on mcc_total.mcc = mcc_reference.mcc
where mcc_total.row_count > 0;

grant select on table core.dim_mcc to role paylake_reader;

grant select on table core.dim_mcc to role paylake_analyst;

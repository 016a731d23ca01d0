-- what:     core.dim_card, one row per card of the fact, with the customer of its latest transaction
-- reads:    core.card_total
-- writes:   the view core.dim_card
-- strategy: view

create or replace view core.dim_card as
select
  card_id,
  customer_id,
  first_txn_date,
  last_txn_date
from core.card_total
where row_count > 0;

grant select on table core.dim_card to role paylake_reader;

grant select on table core.dim_card to role paylake_analyst;

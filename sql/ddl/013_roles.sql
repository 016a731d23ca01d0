-- what:     who may do what in the warehouse: loader and exporter are the run's own, reader and analyst people, smoke whoever deploys;
--           analysts see identifiers masked; the public may do nothing
-- reads:    nothing
-- writes:   schema smoke; roles paylake_exporter, paylake_analyst, paylake_smoke; grants, revokes; masking policy mask_identifier
-- strategy: migration, runs once as admin. A masked identifier is a hash of it, the same everywhere, so that joins and distinct counts
--           hold; it hides who somebody is from a reader of results, not from one who knows all identifiers and tries them.
--           A policy is attached to each column that a contract calls a pseudonym, in facts and in what is made of them.

create role paylake_exporter;

create role paylake_analyst;

create role paylake_smoke;

create schema if not exists smoke;

grant usage on schema core, mart, ops to role paylake_exporter;

grant usage on schema core, mart, ops to role paylake_analyst;

grant select on all tables in schema mart to role paylake_exporter;

grant select on table
core.fact_transactions, core.fact_trades, core.customer_total, core.customer_month, core.dim_date,
ops.load_ledger, ops.mart_ledger, ops.touched_dates, ops.restatement
to role paylake_exporter;

grant select on all tables in schema core to role paylake_analyst;

grant select on all tables in schema mart to role paylake_analyst;

grant select on table
ops.load_ledger, ops.mart_ledger, ops.touched_dates, ops.restatement, ops.restated_rows
to role paylake_analyst;

revoke all on schema public from public;

revoke assumerole on all from public for all;

grant assumerole on all to role paylake_loader for copy;

grant assumerole on all to role paylake_exporter for unload;

-- Whoever deploys tries what is assumed of Redshift: tables of its own, copies and exports of its own files.
grant usage, create on schema smoke to role paylake_smoke;

grant assumerole on all to role paylake_smoke for copy;

grant assumerole on all to role paylake_smoke for unload;

create masking policy mask_identifier
with (identifier varchar(64))
using (cast(sha2(identifier, 256) as varchar(64)));

attach masking policy mask_identifier on core.fact_transactions (customer_id) to role paylake_analyst;

attach masking policy mask_identifier on core.fact_transactions (card_id) to role paylake_analyst;

attach masking policy mask_identifier on core.customer_total (customer_id) to role paylake_analyst;

attach masking policy mask_identifier on core.customer_month (customer_id) to role paylake_analyst;

attach masking policy mask_identifier on core.card_total (card_id) to role paylake_analyst;

attach masking policy mask_identifier on core.card_total (customer_id) to role paylake_analyst;

attach masking policy mask_identifier on mart.rfm_customer (customer_id) to role paylake_analyst;

attach masking policy mask_identifier on core.fact_trades (user_id) to role paylake_analyst;

attach masking policy mask_identifier on mart.user_daily (user_id) to role paylake_analyst;

attach masking policy mask_identifier on mart.user_total (user_id) to role paylake_analyst;

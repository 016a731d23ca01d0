-- what:     what the run's own roles may do, and nothing more
-- reads:    nothing
-- writes:   grants to paylake_loader (the load transaction) and paylake_reader (gold export, people, dashboards)
-- strategy: migration, runs once as admin

grant usage on schema core, mart, ops to role paylake_loader;

grant select on all tables in schema core to role paylake_loader;

grant insert, update, delete on table core.fact_transactions to role paylake_loader;

grant insert, delete on table core.dim_customer, core.dim_card, core.dim_merchant, core.dim_mcc to role paylake_loader;

grant select, insert, delete on all tables in schema mart to role paylake_loader;

-- Nothing is ever updated in the ledger: PostgreSQL wants the privilege for LOCK, and Redshift's page is silent.
grant select, insert, update on table ops.load_ledger to role paylake_loader;

grant usage on schema core, mart, ops to role paylake_reader;

grant select on all tables in schema core to role paylake_reader;

grant select on all tables in schema mart to role paylake_reader;

grant select on table ops.load_ledger to role paylake_reader;

-- what:     what the run's own roles may do, and nothing more
-- reads:    nothing
-- writes:   grants to paylake_loader (the load transaction) and paylake_reader (gold export, people, dashboards)
-- strategy: migration, runs once as admin

grant usage on schema core, mart, ops to role paylake_loader;

grant select, insert, update, delete on all tables in schema core to role paylake_loader;

grant select, insert, delete on all tables in schema mart to role paylake_loader;

grant select, insert on table ops.load_ledger to role paylake_loader;

grant usage on schema core, mart, ops to role paylake_reader;

grant select on all tables in schema core to role paylake_reader;

grant select on all tables in schema mart to role paylake_reader;

grant select on table ops.load_ledger to role paylake_reader;

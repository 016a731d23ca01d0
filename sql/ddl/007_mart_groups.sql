-- what:     what marts over several datasets go by: the dates each load touched, and the loads each group of marts has seen
-- reads:    nothing
-- writes:   ops.touched_dates, ops.mart_ledger; grants on them
-- strategy: migration, runs once as admin

create table ops.touched_dates (
  run_id varchar(80) not null,
  dataset varchar(64) not null,
  event_date date not null,
  primary key (run_id, event_date)
)
diststyle all
sortkey (run_id);

create table ops.mart_ledger (
  mart_group varchar(64) not null,
  run_id varchar(80) not null,
  primary key (mart_group, run_id)
)
diststyle all
sortkey (mart_group);

grant select, insert on table ops.touched_dates to role paylake_loader;

-- Nothing is ever updated in the ledger: PostgreSQL wants the privilege for LOCK, and Redshift's page is silent.
grant select, insert, update on table ops.mart_ledger to role paylake_loader;

grant select on table ops.touched_dates, ops.mart_ledger to role paylake_reader;

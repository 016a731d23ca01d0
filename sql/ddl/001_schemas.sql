-- what:     schemas and database roles of the warehouse
-- reads:    nothing
-- writes:   schemas core, mart, ops; roles paylake_loader, paylake_reader
-- strategy: migration, runs once as admin; an IAM role gets a database role by its principal tag RedshiftDbRoles

create schema if not exists core;

create schema if not exists mart;

create schema if not exists ops;

create role paylake_loader;

create role paylake_reader;

-- what:     one load at a time; Redshift takes its snapshot at the first statement that reads, so the lock is the first
-- reads:    nothing
-- writes:   nothing
-- strategy: load transaction, statement by statement in file order

lock ops.load_ledger;

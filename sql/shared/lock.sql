-- what:     one load at a time; Redshift takes its snapshot at the first statement that reads, so the lock is the first. The table is
--           there for this alone: nobody who reads can stand in the way
-- reads:    nothing
-- writes:   nothing
-- strategy: load transaction, statement by statement in file order

lock ops.load_lock;

-- what:     one rebuild of marts over several datasets at a time; the lock comes first, so that the snapshot is taken with it
-- reads:    nothing
-- writes:   nothing
-- strategy: transaction of a group of marts, statement by statement in file order

lock ops.mart_ledger;

-- Owner: record. A known text sealed with the master key: a node that holds another key is found at its
-- start, not when a mail password cannot be read. Left out of backups: the place that is restored into
-- has a key of its own.
create table master_key_check (
  id {int} not null primary key,            -- 1: there is one row
  sealed {bytes} not null
) {strict};

-- Owner: db. The journal, its listeners, and chores. Every table is keyed by workspace first.
-- {int} {real} {text} {bytes} {strict} {narrow} are replaced per engine (crates/db/src/dialect.rs).
create table workspace (
  id {int} not null primary key,
  name {text} not null,
  host {text} unique,                       -- null: answers every host that no other workspace names
  created_at {int} not null
) {strict};

create table workspace_counter (
  workspace_id {int} not null primary key references workspace (id),
  journal_seq {int} not null,               -- number of the newest entry
  journal_hash {bytes} not null             -- its hash; the chain is verified by `rapport doctor`
) {strict};

create table journal (
  workspace_id {int} not null references workspace (id),
  seq {int} not null,
  at {int} not null,
  actor_kind {text} not null check (actor_kind in ('user', 'visitor', 'token', 'system')),
  actor_id {int} not null,                  -- the user, or 0
  kind {text} not null,
  person_id {int} not null,                 -- 0 where none
  job_id {int} not null,
  application_id {int} not null,
  payload {text} not null,                  -- JSON of ids and plain values; never names or addresses
  hash {bytes} not null,
  primary key (workspace_id, seq)
) {strict};
create index journal_by_person on journal (workspace_id, person_id, seq) where person_id <> 0;
create index journal_by_job on journal (workspace_id, job_id, seq) where job_id <> 0;

create table listener_cursor (
  workspace_id {int} not null references workspace (id),
  listener {text} not null,
  last_seq {int} not null,
  primary key (workspace_id, listener)
) {strict};

create table chore (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  name {text} not null,
  payload {text} not null,
  user_id {int} not null,                   -- who caused it; 0 for the system
  run_at {int} not null,
  attempts {int} not null,
  lease_until {int} not null,               -- 0 while nobody works on it
  state {text} not null check (state in ('waiting', 'done', 'failed', 'cancelled')),
  last_error {text} not null,
  unique_key {text},                        -- a second chore with the same key is not enqueued
  created_at {int} not null,
  primary key (workspace_id, id)
) {strict};
create index chore_due on chore (run_at, id) where state = 'waiting';
create unique index chore_unique_key on chore (workspace_id, unique_key) where unique_key is not null;

create table node_lease (
  node {int} not null primary key,          -- 10 bits of every id made by that node
  holder {text} not null,
  lease_until {int} not null
) {strict};

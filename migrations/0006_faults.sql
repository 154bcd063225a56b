-- Owner: db. What is left of a process that died, and forms that were posted twice.

-- The node that works on the chore while lease_until is not 0: after a crash it takes its own chores up again at once.
-- Backups leave it out: it belongs to a running process.
alter table chore add column leased_by {int} not null default 0;

create table answered_form (                -- a form is drawn with a key; posted twice, it does its work once
  workspace_id {int} not null references workspace (id),
  user_id {int} not null,
  form_key {text} not null,
  about_id {int} not null,                  -- what it made
  at {int} not null,
  primary key (workspace_id, user_id, form_key)
) {narrow};
create index answered_form_by_age on answered_form (workspace_id, at);

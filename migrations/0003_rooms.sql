-- desk --------------------------------------------------------------------------------------------
create table task (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  title {text} not null,
  assignee_id {int} not null,
  created_by {int} not null,
  person_id {int} not null default 0,
  job_id {int} not null default 0,
  due_at {int} not null default 0,          -- 0 some day; midnight UTC of the day where due_timed is 0
  due_timed {int} not null default 0 check (due_timed in (0, 1)), -- due at a moment, not just on a day
  created_at {int} not null,
  done_at {int} not null default 0,
  removed_at {int} not null default 0,      -- kept, so that a removal can be undone
  version {int} not null default 1,
  primary key (workspace_id, id)
) {strict};
create index task_by_assignee on task (workspace_id, assignee_id, done_at, due_at);
create index task_by_person on task (workspace_id, person_id);
create index task_by_creator on task (workspace_id, created_by, done_at, due_at);

create table task_version (                 -- what an edited task said before
  workspace_id {int} not null references workspace (id),
  task_id {int} not null,
  version {int} not null,
  title {text} not null,
  assignee_id {int} not null,
  job_id {int} not null,
  due_at {int} not null,
  due_timed {int} not null,
  primary key (workspace_id, task_id, version)
) {strict};

create table notification (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  user_id {int} not null,
  kind {text} not null,
  person_id {int} not null default 0,
  job_id {int} not null default 0,
  actor_id {int} not null default 0,
  subject_id {int} not null default 0,
  at {int} not null,
  read_at {int} not null default 0,
  unique_key {text} not null,
  primary key (workspace_id, id),
  unique (workspace_id, user_id, unique_key)
) {strict};
create index notification_by_user on notification (workspace_id, user_id, id);

-- talent ------------------------------------------------------------------------------------------
create table saved_view (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  user_id {int} not null,
  name {text} not null,
  query {text} not null,                    -- the page's query string, as the form wrote it
  shared {int} not null default 0 check (shared in (0, 1)),
  position {int} not null default 0,
  created_at {int} not null,
  primary key (workspace_id, id)
) {strict};
create index saved_view_by_user on saved_view (workspace_id, user_id);

-- outreach ----------------------------------------------------------------------------------------
create table template (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  name {text} not null,
  subject {text} not null,
  body {text} not null,
  owner_id {int} not null,
  created_at {int} not null,
  updated_at {int} not null,
  ended_at {int} not null default 0,
  version {int} not null default 1,
  primary key (workspace_id, id)
) {strict};

create table message (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  person_id {int} not null,
  user_id {int} not null,
  direction {text} not null check (direction in ('out', 'in')),
  message_id {text} not null,               -- RFC 5322 Message-ID without brackets
  in_reply_to {text} not null default '',
  thread_id {int} not null,
  from_address {text} not null,
  to_address {text} not null,
  subject {text} not null,
  body {text} not null,
  state {text} not null check (state in ('held', 'sending', 'sent', 'unsure', 'failed', 'cancelled', 'received')),
  state_text {text} not null default '',    -- what the server said, in words
  send_at {int} not null,                   -- held until then; undo is possible before
  sent_at {int} not null default 0,
  attempts {int} not null default 0,
  template_id {int} not null default 0,
  interaction_id {int} not null default 0,
  job_id {int} not null default 0,
  created_at {int} not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, person_id) references person (workspace_id, id)
) {strict};
create index message_by_person on message (workspace_id, person_id, id);
create index message_by_state on message (workspace_id, state, id);

create table system_mail (                  -- the demo's outbox of our own mails (invitations, new passwords)
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  to_address {text} not null,
  subject {text} not null,
  body {text} not null,
  at {int} not null,
  primary key (workspace_id, id)
) {strict};

create table suppression (
  workspace_id {int} not null references workspace (id),
  value_hash {bytes} not null,              -- salted hash of the address
  scope {text} not null check (scope in ('all', 'marketing')),
  reason {text} not null,
  created_at {int} not null,
  created_by {int} not null,
  primary key (workspace_id, value_hash, scope)
) {narrow};

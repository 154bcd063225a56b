-- Owner: record. People, companies, jobs, applications, and who may see what.

-- access ------------------------------------------------------------------------------------------
create table user_account (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  email {text} not null,
  email_key {text} not null,                -- folded; unique among the living
  name {text} not null,
  title {text} not null default '',
  password_hash {text} not null,            -- argon2id in PHC form; empty until set
  totp_secret {bytes},                      -- sealed with the master key
  totp_on {int} not null default 0 check (totp_on in (0, 1)),
  totp_last_step {int} not null default 0,  -- a code works once (RFC 6238, 5.2)
  theme {text} not null default 'system' check (theme in ('system', 'light', 'dark')),
  keys_on {int} not null default 1 check (keys_on in (0, 1)),
  zone {text} not null default 'UTC',
  created_at {int} not null,
  last_seen_at {int} not null default 0,
  disabled_at {int} not null default 0,
  version {int} not null default 1,
  primary key (workspace_id, id),
  unique (workspace_id, email_key)
) {strict};

create table session (
  workspace_id {int} not null references workspace (id),
  token_hash {bytes} not null,
  id {int} not null,
  user_id {int} not null,
  csrf {text} not null,
  created_at {int} not null,
  last_seen_at {int} not null,
  expires_at {int} not null,
  user_agent {text} not null,
  address {text} not null,
  second_factor_due {int} not null default 0 check (second_factor_due in (0, 1)),
  primary key (workspace_id, token_hash),
  foreign key (workspace_id, user_id) references user_account (workspace_id, id)
) {strict};
create index session_by_token on session (token_hash);
create index session_by_user on session (workspace_id, user_id);

create table one_time_link (
  workspace_id {int} not null references workspace (id),
  token_hash {bytes} not null,
  purpose {text} not null check (purpose in ('setup', 'invite', 'reset')),
  user_id {int} not null,                   -- 0 for set-up
  created_at {int} not null,
  expires_at {int} not null,
  used_at {int} not null default 0,
  primary key (workspace_id, token_hash)
) {strict};

create table role_grant (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  user_id {int} not null,
  role {text} not null check (role in ('admin', 'recruiter', 'hiring_manager', 'interviewer', 'blind_reviewer')),
  scope_kind {text} not null check (scope_kind in ('workspace', 'department', 'job')),
  scope_id {int} not null,                  -- 0 for the workspace
  created_at {int} not null,
  primary key (workspace_id, id),
  unique (workspace_id, user_id, role, scope_kind, scope_id),
  foreign key (workspace_id, user_id) references user_account (workspace_id, id)
) {strict};

create table view_line (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  at {int} not null,
  user_id {int} not null,
  kind {text} not null check (kind in ('person', 'document', 'export')),
  person_id {int} not null,
  document_id {int} not null,
  primary key (workspace_id, id)
) {strict};
create index view_line_by_person on view_line (workspace_id, person_id, id);

create table workspace_setting (
  workspace_id {int} not null references workspace (id),
  name {text} not null,
  value {text} not null,
  sealed {bytes},                           -- secrets, sealed with the master key
  primary key (workspace_id, name)
) {strict};

-- people ------------------------------------------------------------------------------------------
create table person (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  name {text} not null,
  name_key {text} not null,                 -- folded, for order and equality
  call_me {text} not null default '',
  pronouns {text} not null default '',
  headline {text} not null default '',
  summary {text} not null default '',
  city {text} not null default '',
  region {text} not null default '',
  country_code {text} not null default '',
  status {text} not null default 'unknown' check (status in ('unknown', 'open_to_talk', 'passive', 'not_looking', 'interviewing', 'offer_out', 'employee')),
  owner_id {int} not null default 0,        -- user; 0 nobody
  source {text} not null default '',
  source_detail {text} not null default '',
  current_title {text} not null default '', -- derived from employment, with its age and source
  current_employer {text} not null default '',
  current_since {int} not null default 0,   -- yyyymm, mm 00 where only the year is known
  current_as_of {int} not null default 0,
  current_source {text} not null default '',
  experience_months {int} not null default 0,
  unread_text {text} not null default '',   -- what the reader did not understand
  created_at {int} not null,
  updated_at {int} not null,
  last_contact_at {int} not null,           -- 0 never
  version {int} not null default 1,
  primary key (workspace_id, id)
) {strict};
create index person_by_name on person (workspace_id, name_key, id);
create index person_by_contact on person (workspace_id, last_contact_at, id);
create index person_by_added on person (workspace_id, created_at, id);
create index person_by_updated on person (workspace_id, updated_at, id);

create table identity (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  person_id {int} not null,
  kind {text} not null check (kind in ('email', 'phone', 'url')),
  value {text} not null,
  value_key {text} not null,                -- lower-case address, E.164, or URL without scheme and www
  verified {int} not null default 0 check (verified in (0, 1)),
  is_primary {int} not null default 0 check (is_primary in (0, 1)),
  source {text} not null,
  document_id {int} not null default 0,
  created_at {int} not null,
  retracted_at {int} not null default 0,
  primary key (workspace_id, id),
  foreign key (workspace_id, person_id) references person (workspace_id, id)
) {strict};
create index identity_by_key on identity (workspace_id, kind, value_key) where retracted_at = 0;
create index identity_by_person on identity (workspace_id, person_id);

create table employment (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  person_id {int} not null,
  employer {text} not null,
  title {text} not null,
  started {int} not null,                   -- yyyymm; 0 unknown
  ended {int} not null,                     -- yyyymm; 0 unknown
  ongoing {int} not null check (ongoing in (0, 1)),
  place {text} not null default '',
  note {text} not null default '',
  source {text} not null,
  document_id {int} not null default 0,
  confidence {int} not null,                -- percent
  as_of {int} not null,                     -- when the source said so
  created_at {int} not null,
  retracted_at {int} not null default 0,        -- when this fact was taken back (undo, correction); 0 holds
  primary key (workspace_id, id),
  foreign key (workspace_id, person_id) references person (workspace_id, id)
) {strict};
create index employment_by_person on employment (workspace_id, person_id);

create table education (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  person_id {int} not null,
  school {text} not null,
  degree {text} not null,
  area {text} not null default '',
  started {int} not null,
  ended {int} not null,
  source {text} not null,
  document_id {int} not null default 0,
  confidence {int} not null,
  created_at {int} not null,
  retracted_at {int} not null default 0,
  primary key (workspace_id, id),
  foreign key (workspace_id, person_id) references person (workspace_id, id)
) {strict};
create index education_by_person on education (workspace_id, person_id);

create table person_fact (                  -- skills, languages, credentials
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  person_id {int} not null,
  kind {text} not null check (kind in ('skill', 'language', 'credential')),
  value {text} not null,
  value_key {text} not null,
  level {text} not null default '',
  source {text} not null,
  document_id {int} not null default 0,
  confidence {int} not null,
  created_at {int} not null,
  retracted_at {int} not null default 0,
  primary key (workspace_id, id),
  foreign key (workspace_id, person_id) references person (workspace_id, id)
) {strict};
create index person_fact_by_person on person_fact (workspace_id, person_id, kind);

create table former_value (                 -- erasable side table of the journal: what an edited field held before
  workspace_id {int} not null references workspace (id),
  seq {int} not null,                       -- the entry that changed it
  person_id {int} not null,
  field {text} not null,
  value {text} not null,
  primary key (workspace_id, seq, field)
) {strict};
create index former_value_by_person on former_value (workspace_id, person_id);

create table person_tag (
  workspace_id {int} not null references workspace (id),
  person_id {int} not null,
  tag_key {text} not null,
  tag {text} not null,
  created_at {int} not null,
  primary key (workspace_id, person_id, tag_key),
  foreign key (workspace_id, person_id) references person (workspace_id, id)
) {narrow};

create table document (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  person_id {int} not null,                 -- 0 until it is known whose it is
  kind {text} not null check (kind in ('resume', 'cover_letter', 'portfolio', 'offer_letter', 'signed_offer_letter', 'other')),
  digest {text} not null,                   -- sha256 of the stored file
  size_bytes {int} not null,
  format {text} not null,
  file_name {text} not null,
  language {text} not null default '',
  page_count {int} not null default 0,
  uploaded_by {int} not null,
  created_at {int} not null,
  retracted_at {int} not null default 0,
  primary key (workspace_id, id)
) {strict};
create index document_by_person on document (workspace_id, person_id);
create index document_by_digest on document (workspace_id, digest);

create table document_text (
  workspace_id {int} not null references workspace (id),
  document_id {int} not null,
  body {text} not null,
  primary key (workspace_id, document_id),
  foreign key (workspace_id, document_id) references document (workspace_id, id)
) {strict};

create table upload_batch (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  user_id {int} not null,
  job_id {int} not null default 0,          -- people read are put on this job; 0 none
  created_at {int} not null,
  primary key (workspace_id, id)
) {strict};

create table upload_file (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  batch_id {int} not null,
  file_name {text} not null,
  digest {text} not null,
  size_bytes {int} not null,
  state {text} not null check (state in ('waiting', 'created', 'added', 'known', 'unpacked', 'refused', 'undone')),
  message {text} not null default '',
  facts {int} not null default 0,           -- what it brought
  seq {int} not null default 0,             -- the entry of its reading
  person_id {int} not null default 0,
  document_id {int} not null default 0,
  created_at {int} not null,
  done_at {int} not null default 0,
  primary key (workspace_id, id),
  foreign key (workspace_id, batch_id) references upload_batch (workspace_id, id)
) {strict};
create index upload_file_by_batch on upload_file (workspace_id, batch_id, id);

create table interaction (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  person_id {int} not null,
  kind {text} not null check (kind in ('note', 'call', 'meeting', 'email_out', 'email_in')),
  at {int} not null,
  user_id {int} not null,                   -- 0: the person wrote to us
  subject {text} not null default '',
  body {text} not null,
  visibility {text} not null default 'team' check (visibility in ('team', 'private')),
  job_id {int} not null default 0,
  message_id {int} not null default 0,      -- outreach's message, for mail
  edited_at {int} not null default 0,
  retracted_at {int} not null default 0,
  version {int} not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, person_id) references person (workspace_id, id)
) {strict};
create index interaction_by_person on interaction (workspace_id, person_id, at);

create table interaction_version (          -- what an edited note said before
  workspace_id {int} not null references workspace (id),
  interaction_id {int} not null,
  version {int} not null,
  body {text} not null,
  user_id {int} not null,
  at {int} not null,
  primary key (workspace_id, interaction_id, version)
) {strict};

create table talent_pool (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  name {text} not null,
  purpose {text} not null default '',
  owner_id {int} not null,
  hue {int} not null default 180,
  created_at {int} not null,
  ended_at {int} not null default 0,
  version {int} not null default 1,
  primary key (workspace_id, id)
) {strict};

create table pool_member (
  workspace_id {int} not null references workspace (id),
  pool_id {int} not null,
  person_id {int} not null,
  added_by {int} not null,
  added_at {int} not null,
  primary key (workspace_id, pool_id, person_id),
  foreign key (workspace_id, pool_id) references talent_pool (workspace_id, id),
  foreign key (workspace_id, person_id) references person (workspace_id, id)
) {narrow};
create index pool_member_by_person on pool_member (workspace_id, person_id);

-- jobs --------------------------------------------------------------------------------------------
create table department (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  name {text} not null,
  parent_id {int} not null default 0,
  primary key (workspace_id, id)
) {strict};

create table job (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  title {text} not null,
  department_id {int} not null default 0,
  company {text} not null default '',       -- the client, for an agency
  city {text} not null default '',
  country_code {text} not null default '',
  work_mode {text} not null default 'on_site' check (work_mode in ('on_site', 'hybrid', 'remote')),
  description {text} not null default '',
  salary_min {int} not null default 0,      -- minor units a year
  salary_max {int} not null default 0,
  currency {text} not null default '',
  status {text} not null default 'draft' check (status in ('draft', 'open', 'on_hold', 'closed')),
  confidential {int} not null default 0 check (confidential in (0, 1)),
  blind {int} not null default 0 check (blind in (0, 1)), -- hiring managers and interviewers see masked people
  hue {int} not null default 180,
  target_date {int} not null default 0,     -- microseconds UTC; 0 none
  opened_at {int} not null default 0,
  closed_at {int} not null default 0,
  created_at {int} not null,
  updated_at {int} not null,
  version {int} not null default 1,
  primary key (workspace_id, id)
) {strict};
create index job_by_status on job (workspace_id, status, id);

create table job_need (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  job_id {int} not null,
  position {int} not null,
  kind {text} not null check (kind in ('title', 'skill', 'location', 'language', 'experience', 'text')),
  label {text} not null,
  weight {int} not null,                    -- share in tenths of a percent
  must {int} not null check (must in (0, 1)),
  amount {int} not null default 0,          -- years, for experience
  primary key (workspace_id, id),
  foreign key (workspace_id, job_id) references job (workspace_id, id)
) {strict};
create index job_need_by_job on job_need (workspace_id, job_id, position);

create table hiring_team (
  workspace_id {int} not null references workspace (id),
  job_id {int} not null,
  user_id {int} not null,
  role {text} not null check (role in ('recruiter', 'hiring_manager', 'interviewer', 'coordinator')),
  primary key (workspace_id, job_id, user_id, role),
  foreign key (workspace_id, job_id) references job (workspace_id, id),
  foreign key (workspace_id, user_id) references user_account (workspace_id, id)
) {narrow};
create index hiring_team_by_user on hiring_team (workspace_id, user_id);

create table stage (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  job_id {int} not null,
  name {text} not null,
  kind {text} not null check (kind in ('applied', 'screen', 'interview', 'final', 'offer')),
  position {int} not null,
  hue {int} not null,
  retired_at {int} not null default 0,      -- a stage in use is retired, never deleted
  primary key (workspace_id, id),
  foreign key (workspace_id, job_id) references job (workspace_id, id)
) {strict};
create index stage_by_job on stage (workspace_id, job_id, position);

create table opening (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  job_id {int} not null,
  opened_at {int} not null,
  closed_at {int} not null default 0,
  close_reason {text} not null default '' check (close_reason in ('', 'hired', 'cancelled')),
  application_id {int} not null default 0,  -- who filled it
  primary key (workspace_id, id),
  foreign key (workspace_id, job_id) references job (workspace_id, id)
) {strict};
create index opening_by_job on opening (workspace_id, job_id);

create table application (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  alias {text} not null,                    -- random; how a masked reader knows this person
  person_id {int} not null,
  job_id {int} not null,
  stage_id {int} not null,
  status {text} not null check (status in ('active', 'rejected', 'withdrawn', 'hired')),
  source {text} not null,
  entered_at {int} not null,
  stage_since {int} not null,
  points {int} not null default -1,         -- match, tenths of a point; -1 not ranked yet
  version {int} not null default 1,
  primary key (workspace_id, id),
  unique (workspace_id, job_id, person_id),
  unique (workspace_id, alias),
  foreign key (workspace_id, person_id) references person (workspace_id, id),
  foreign key (workspace_id, job_id) references job (workspace_id, id),
  foreign key (workspace_id, stage_id) references stage (workspace_id, id)
) {strict};
create index application_by_person on application (workspace_id, person_id);
create index application_on_board on application (workspace_id, job_id, status, stage_id, points, stage_since, id);
create index application_by_source on application (workspace_id, job_id, source);

create table disposition_reason (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  kind {text} not null check (kind in ('we_rejected', 'they_withdrew', 'hired', 'other')),
  label {text} not null,
  position {int} not null,
  retired_at {int} not null default 0,
  primary key (workspace_id, id)
) {strict};

create table disposition (                  -- an ended application has one; un-reject takes it away, transitions keep the story
  workspace_id {int} not null references workspace (id),
  application_id {int} not null,
  kind {text} not null check (kind in ('we_rejected', 'they_withdrew', 'hired', 'other')),
  reason_id {int} not null,                 -- 0 for a hire
  note {text} not null default '',
  user_id {int} not null,
  at {int} not null,
  primary key (workspace_id, application_id),
  foreign key (workspace_id, application_id) references application (workspace_id, id)
) {strict};

create table transition (                   -- append-only; every KPI and every past board comes from here
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  application_id {int} not null,
  person_id {int} not null,
  job_id {int} not null,
  at {int} not null,
  user_id {int} not null,
  from_stage_id {int} not null,             -- 0 when the application entered
  to_stage_id {int} not null,
  from_status {text} not null,
  to_status {text} not null,
  reason_id {int} not null default 0,
  note {text} not null default '',
  undoes_id {int} not null default 0,       -- the transition that this one takes back
  batch_id {int} not null default 0,        -- the bulk action it was part of; 0 none
  stay {int} not null default 0,            -- how long the stay was that it completed; 0 where it completed none
  to_since {int} not null,                  -- since when the person counts as standing in to_stage; an undo restores it
  primary key (workspace_id, id),
  foreign key (workspace_id, application_id) references application (workspace_id, id)
) {strict};
create index transition_by_application on transition (workspace_id, application_id, id);
create index transition_by_job on transition (workspace_id, job_id, application_id, id, at);
create index transition_stays on transition (workspace_id, job_id, from_stage_id, stay, id, at) where stay > 0;
create index transition_undoing on transition (workspace_id, job_id, undoes_id, at) where undoes_id <> 0;
create index transition_by_batch on transition (workspace_id, batch_id, id) where batch_id <> 0;

create table interview (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  application_id {int} not null,
  title {text} not null,
  starts_at {int} not null,
  ends_at {int} not null,
  zone {text} not null,
  place {text} not null default '',
  cancelled_at {int} not null default 0,
  primary key (workspace_id, id),
  foreign key (workspace_id, application_id) references application (workspace_id, id)
) {strict};
create index interview_by_start on interview (workspace_id, starts_at);
create index interview_by_application on interview (workspace_id, application_id);

create table interview_attendee (
  workspace_id {int} not null references workspace (id),
  interview_id {int} not null,
  user_id {int} not null,
  reply {text} not null default 'waiting' check (reply in ('waiting', 'accepted', 'declined', 'tentative')),
  primary key (workspace_id, interview_id, user_id),
  foreign key (workspace_id, interview_id) references interview (workspace_id, id)
) {narrow};
create index interview_attendee_by_user on interview_attendee (workspace_id, user_id);

-- Automated rankings: what each read, by which model, for whom, and what came out.

create table model_run (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  job_id {int} not null,
  model {text} not null,
  needs {text} not null,                    -- JSON: the lines of the job that were read, and nothing else is
  asked_by {int} not null,                  -- the user who asked; 0 where the house did by itself
  made_at {int} not null,
  heard_seq {int} not null,                 -- people are as they were at this number of the journal; grows as changed people are read again
  looked_at {int} not null,                 -- people read closely
  primary key (workspace_id, id),
  foreign key (workspace_id, job_id) references job (workspace_id, id)
) {strict};
create index model_run_by_job on model_run (workspace_id, job_id, id);

create table model_run_match (
  workspace_id {int} not null references workspace (id),
  run_id {int} not null,
  person_id {int} not null,
  points {int} not null,                    -- the sum of the reasons' points
  fine {int} not null,                      -- millionths of a point, before rounding: orders people with equal points
  reasons {text} not null,                  -- JSON, in the matched words
  primary key (workspace_id, run_id, person_id),
  foreign key (workspace_id, run_id) references model_run (workspace_id, id),
  foreign key (workspace_id, person_id) references person (workspace_id, id) on delete cascade
) {strict};
create index model_run_match_in_order on model_run_match (workspace_id, run_id, fine, person_id);
create index model_run_match_by_person on model_run_match (workspace_id, person_id);

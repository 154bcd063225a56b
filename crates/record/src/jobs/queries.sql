-- name: job-insert
insert into job (workspace_id, id, title, department_id, company, city, country_code, work_mode, description,
  salary_min, salary_max, currency, status, confidential, blind, hue, target_date, opened_at, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)

-- name: job-edit
update job set title = $4, department_id = $5, company = $6, city = $7, country_code = $8, work_mode = $9, description = $10,
  salary_min = $11, salary_max = $12, currency = $13, confidential = $14, blind = $15, target_date = $16, updated_at = $17,
  version = version + 1
where workspace_id = $1 and id = $2 and version = $3

-- name: job-status
update job set status = $4, updated_at = $5, version = version + 1,
  opened_at = case when $4 = 'open' and opened_at = 0 then cast($5 as bigint) else opened_at end,
  closed_at = case when $4 = 'closed' then cast($5 as bigint) else 0 end
where workspace_id = $1 and id = $2 and version = $3

-- name: job-touch
update job set updated_at = $4, version = version + 1 where workspace_id = $1 and id = $2 and version = $3

-- name: job-draft
select j.version, j.title, coalesce(d.name, ''), j.company, j.city, j.country_code, j.work_mode, j.description,
  j.salary_min, j.salary_max, j.currency, j.confidential, j.blind, j.target_date, j.status
from job j left join department d on d.workspace_id = j.workspace_id and d.id = j.department_id
where j.workspace_id = $1 and j.id = $2

-- name: job-status-now
select status from job where workspace_id = $1 and id = $2

-- name: job-last-editor
select coalesce(u.name, ''), e.at from journal e
left join user_account u on u.workspace_id = e.workspace_id and u.id = e.actor_id and e.actor_kind = 'user'
where e.workspace_id = $1 and e.job_id = $2 and e.job_id <> 0
  and e.kind in ('JobCreated', 'JobEdited', 'JobStatusChanged', 'NeedsChanged', 'StagesChanged')
order by e.seq desc limit 1

-- name: job-heads
select j.id, j.title, coalesce(d.name, ''), j.company, j.city, j.country_code, j.work_mode, j.status, j.confidential, j.blind,
  j.hue, j.target_date, j.opened_at, j.version
from job j left join department d on d.workspace_id = j.workspace_id and d.id = j.department_id
where j.workspace_id = $1

-- name: job-status-counts
-- ends at run time: group by j.status
select j.status, count(*) from job j where j.workspace_id = $1

-- name: stage-counts-of-jobs
select s.job_id, s.id, s.name, s.hue,
  (select count(*) from application a where a.workspace_id = s.workspace_id and a.job_id = s.job_id and a.status = 'active' and a.stage_id = s.id)
from stage s where s.workspace_id = $1 and s.retired_at = 0 and s.job_id in 

-- name: opening-counts-of-jobs
-- ends at run time: group by job_id
select job_id, count(*) filter (where closed_at = 0), count(*) filter (where close_reason = 'hired')
from opening where workspace_id = $1 and job_id in 

-- name: team-of-jobs
select t.job_id, t.user_id, u.name, t.role from hiring_team t
join user_account u on u.workspace_id = t.workspace_id and u.id = t.user_id
where t.workspace_id = $1 and t.job_id in 

-- name: my-open-jobs
select j.id, j.title, j.hue,
  (select count(*) from application a where a.workspace_id = j.workspace_id and a.job_id = j.id and a.status = 'active')
from job j where j.workspace_id = $1 and j.status = 'open'

-- name: open-jobs-count
select count(*) from job where workspace_id = $1 and status = 'open'

-- name: departments
select id, name from department where workspace_id = $1 order by name, id

-- name: department-insert
insert into department (workspace_id, id, name) values ($1, $2, $3)

-- name: stage-insert
insert into stage (workspace_id, id, job_id, name, kind, position, hue) values ($1, $2, $3, $4, $5, $6, $7)

-- name: stages-of-job
select id, name, kind, hue, retired_at from stage where workspace_id = $1 and job_id = $2 order by position, id

-- name: stage-rename
update stage set name = $3 where workspace_id = $1 and id = $2

-- name: stage-place
update stage set position = $4 where workspace_id = $1 and job_id = $2 and id = $3

-- name: stage-active
select count(*) from application where workspace_id = $1 and job_id = $2 and stage_id = $3 and status = 'active'

-- name: stage-used
select (select count(*) from application where workspace_id = $1 and job_id = $2 and stage_id = $3)
  + (select count(*) from transition where workspace_id = $1 and job_id = $2 and (from_stage_id = $3 or to_stage_id = $3))

-- name: stage-delete
delete from stage where workspace_id = $1 and id = $2

-- name: stage-retire
update stage set retired_at = $3 where workspace_id = $1 and id = $2

-- name: opening-insert
insert into opening (workspace_id, id, job_id, opened_at) values ($1, $2, $3, $4)

-- name: openings-of-job
select o.id, o.opened_at, o.closed_at, o.close_reason from opening o
where o.workspace_id = $1 and o.job_id = $2 order by o.opened_at, o.id

-- name: openings-open
select count(*) from opening where workspace_id = $1 and job_id = $2 and closed_at = 0

-- name: opening-cancel
update opening set closed_at = $4, close_reason = 'cancelled' where workspace_id = $1 and job_id = $2 and id = $3 and closed_at = 0

-- name: colleagues
select id, name from user_account where workspace_id = $1 and disabled_at = 0 order by name, id

-- name: colleague
select count(*) from user_account where workspace_id = $1 and id = $2 and disabled_at = 0

-- name: team-add
insert into hiring_team (workspace_id, job_id, user_id, role) values ($1, $2, $3, $4) on conflict do nothing

-- name: team-remove
delete from hiring_team where workspace_id = $1 and job_id = $2 and user_id = $3 and role = $4

-- name: needs-of-job
select kind, label, weight, must, amount from job_need where workspace_id = $1 and job_id = $2 order by position, id

-- name: needs-clear
delete from job_need where workspace_id = $1 and job_id = $2

-- name: need-insert
insert into job_need (workspace_id, id, job_id, position, kind, label, weight, must, amount) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: applicants-to-score
select person_id from application
where workspace_id = $1 and job_id = $2 and status = 'active' and (points < 0 or cast($3 as bigint) = 1) order by id

-- name: boards-of-person
select job_id from application where workspace_id = $1 and person_id = $2 and status = 'active' order by job_id

-- name: keep-points
update application set points = $4 where workspace_id = $1 and job_id = $2 and person_id = $3 and points <> $4

-- name: run-newest
select id, model, needs, made_at, heard_seq, looked_at from model_run
where workspace_id = $1 and job_id = $2 order by id desc limit 1

-- name: run-add
insert into model_run (workspace_id, id, job_id, model, needs, asked_by, made_at, heard_seq, looked_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: run-heard
update model_run set heard_seq = $3 where workspace_id = $1 and id = $2 and heard_seq < $3

-- name: run-match-put
insert into model_run_match (workspace_id, run_id, person_id, points, fine, reasons) values ($1, $2, $3, $4, $5, $6)
on conflict (workspace_id, run_id, person_id) do update set points = excluded.points, fine = excluded.fine, reasons = excluded.reasons

-- name: run-match-drop
delete from model_run_match where workspace_id = $1 and run_id = $2 and person_id = $3

-- name: run-matches
select person_id, points, fine, reasons from model_run_match
where workspace_id = $1 and run_id = $2 order by fine desc, person_id limit $3

-- name: run-seq
select coalesce(max(seq), 0) from journal where workspace_id = $1

-- name: run-changed
select distinct person_id from journal where workspace_id = $1 and seq > $2 and seq <= $3 and person_id <> 0
  and kind in ('PersonAdded', 'PersonEdited', 'PersonImported', 'PersonRemoved', 'FactAdded', 'FactRetracted',
    'EmploymentChanged', 'DocumentStored', 'DocumentRetracted', 'ResumeRead', 'ResumeUndone') limit $4

-- name: match-people
select id, name, current_title, headline, city, experience_months from person where workspace_id = $1 and id in 

-- name: match-titles
select person_id, title, note from employment where workspace_id = $1 and retracted_at = 0 and person_id in 

-- name: match-facts
select person_id, kind, value from person_fact where workspace_id = $1 and retracted_at = 0 and person_id in 

-- name: match-texts
select d.person_id, t.body, '' from document d
join document_text t on t.workspace_id = d.workspace_id and t.document_id = d.id
where d.workspace_id = $1 and d.kind = 'resume' and d.retracted_at = 0 and d.person_id in 

-- name: on-job
select count(*) from application where workspace_id = $1 and job_id = $2 and person_id = $3

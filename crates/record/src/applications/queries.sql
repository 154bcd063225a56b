-- name: application-by-id
select a.id, a.alias, a.person_id, a.job_id, a.stage_id, a.status, a.stage_since, a.version, s.name
from application a join stage s on s.workspace_id = a.workspace_id and s.id = a.stage_id
where a.workspace_id = $1 and a.id = $2

-- name: application-by-alias
select a.id, a.alias, a.person_id, a.job_id, a.stage_id, a.status, a.stage_since, a.version, s.name
from application a join stage s on s.workspace_id = a.workspace_id and s.id = a.stage_id
where a.workspace_id = $1 and a.alias = $2

-- name: application-of
select a.id, a.status,
  case when exists (select 1 from disposition d where d.workspace_id = a.workspace_id and d.application_id = a.id and d.kind = 'other') then 1 else 0 end
from application a where a.workspace_id = $1 and a.job_id = $2 and a.person_id = $3

-- name: application-insert
insert into application (workspace_id, id, alias, person_id, job_id, stage_id, status, source, entered_at, stage_since)
values ($1, $2, $3, $4, $5, $6, 'active', $7, $8, $8)

-- name: application-step
update application set stage_id = $4, status = $5, stage_since = $6, version = version + 1
where workspace_id = $1 and id = $2 and version = $3

-- name: transition-insert
insert into transition (workspace_id, id, application_id, person_id, job_id, at, user_id, from_stage_id, to_stage_id,
  from_status, to_status, reason_id, note, undoes_id, batch_id, stay, to_since)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)

-- name: last-step
select coalesce(u.name, ''), s.name, t.to_status, t.at from transition t
join stage s on s.workspace_id = t.workspace_id and s.id = t.to_stage_id
left join user_account u on u.workspace_id = t.workspace_id and u.id = t.user_id
where t.workspace_id = $1 and t.application_id = $2 order by t.id desc limit 1

-- name: newest-step
select id, at, from_stage_id, from_status, to_status, stay, undoes_id from transition
where workspace_id = $1 and application_id = $2 order by id desc limit 1

-- name: how-it-ended
select reason_id, note from transition
where workspace_id = $1 and application_id = $2 and to_status = $3 and undoes_id = 0 order by id desc limit 1

-- name: steps-of-batch
select t.id, a.alias from transition t
join application a on a.workspace_id = t.workspace_id and a.id = t.application_id
where t.workspace_id = $1 and t.batch_id = $2 and t.batch_id <> 0 and t.job_id = $3 order by t.id

-- name: stage-in-use
select name from stage where workspace_id = $1 and job_id = $2 and id = $3 and retired_at = 0

-- name: stage-name
select name from stage where workspace_id = $1 and id = $2

-- name: first-stage
select id, name from stage where workspace_id = $1 and job_id = $2 and retired_at = 0 order by position, id limit 1

-- name: person-known
select count(*) from person where workspace_id = $1 and id = $2

-- name: job-status
select status from job where workspace_id = $1 and id = $2

-- name: disposition-put
insert into disposition (workspace_id, application_id, kind, reason_id, note, user_id, at) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (workspace_id, application_id) do update set kind = excluded.kind, reason_id = excluded.reason_id, note = excluded.note,
  user_id = excluded.user_id, at = excluded.at

-- name: disposition-drop
delete from disposition where workspace_id = $1 and application_id = $2

-- name: reasons-count
select count(*) from disposition_reason where workspace_id = $1

-- name: reason-insert
insert into disposition_reason (workspace_id, id, kind, label, position) values ($1, $2, $3, $4, $5)

-- name: reasons
select id, kind, label from disposition_reason where workspace_id = $1 and retired_at = 0 order by position, id

-- name: reason-kind
select kind from disposition_reason where workspace_id = $1 and id = $2 and retired_at = 0

-- name: oldest-opening
select id from opening where workspace_id = $1 and job_id = $2 and closed_at = 0 order by opened_at, id limit 1

-- name: opening-fill
update opening set closed_at = $3, close_reason = 'hired', application_id = $4 where workspace_id = $1 and id = $2 and closed_at = 0

-- name: opening-reopen
update opening set closed_at = 0, close_reason = '', application_id = 0 where workspace_id = $1 and application_id = $2

-- name: employer-of-job
select case when j.company = '' then w.name else j.company end, j.title, j.city
from job j join workspace w on w.id = j.workspace_id where j.workspace_id = $1 and j.id = $2

-- name: employment-of-hire
insert into employment (workspace_id, id, person_id, employer, title, started, ended, ongoing, place, source, confidence, as_of, created_at)
values ($1, $2, $3, $4, $5, $6, 0, 1, $7, 'hire', 100, $8, $8)

-- name: person-became
update person set status = $3, updated_at = $4, version = version + 1 where workspace_id = $1 and id = $2

-- name: employment-retract
update employment set retracted_at = $4 where workspace_id = $1 and person_id = $2 and source = 'hire' and created_at = $3 and retracted_at = 0

-- name: lane-counts
-- ends at run time: group by a.stage_id
select a.stage_id, count(*) from application a where a.workspace_id = $1 and a.job_id = $2 and a.status = 'active'

-- name: cards
select a.id, a.alias, a.person_id, p.name, p.current_employer, p.current_title, p.experience_months, a.source, a.points,
  a.stage_id, a.stage_since, a.entered_at, a.version
from application a join person p on p.workspace_id = a.workspace_id and p.id = a.person_id
where a.workspace_id = $1

-- name: sources-of-job
select distinct source from application where workspace_id = $1 and job_id = $2 and source <> '' order by source limit 40

-- name: stay-counts
select from_stage_id, count(*) from transition
where workspace_id = $1 and job_id = $2 and stay > 0 and at <= $3
  and id not in (select undoes_id from transition where workspace_id = $1 and job_id = $2 and undoes_id <> 0 and at <= $3)
group by from_stage_id

-- name: middle-stays
select stay from transition
where workspace_id = $1 and job_id = $2 and from_stage_id = $4 and stay > 0 and at <= $3
  and id not in (select undoes_id from transition where workspace_id = $1 and job_id = $2 and undoes_id <> 0 and at <= $3)
order by stay limit $5 offset $6

-- name: board-as-of
select t.application_id, t.to_stage_id, t.to_since from transition t
join (select application_id, max(id) as newest from transition where workspace_id = $1 and job_id = $2 and at <= $3 group by application_id) n
  on n.newest = t.id
where t.workspace_id = $1 and t.to_status = 'active'

-- name: next-interviews
-- ends at run time: group by application_id
select application_id, min(starts_at) from interview where workspace_id = $1 and cancelled_at = 0 and ends_at > $2 and application_id in 

-- name: closed-cards
select a.id, a.alias, a.person_id, p.name, p.current_employer, p.current_title, p.experience_months, a.source, a.points,
  a.stage_id, a.stage_since, a.entered_at, a.version, a.status, d.kind, coalesce(r.label, ''), d.note, coalesce(u.name, ''), d.at, s.name
from application a
join person p on p.workspace_id = a.workspace_id and p.id = a.person_id
join stage s on s.workspace_id = a.workspace_id and s.id = a.stage_id
join disposition d on d.workspace_id = a.workspace_id and d.application_id = a.id
left join disposition_reason r on r.workspace_id = d.workspace_id and r.id = d.reason_id
left join user_account u on u.workspace_id = d.workspace_id and u.id = d.user_id
where a.workspace_id = $1 and a.job_id = $2 and a.status <> 'active'

-- name: closed-counts
select status, count(*) from application where workspace_id = $1 and job_id = $2 and status <> 'active' group by status

-- name: in-play
select a.id, a.job_id, j.title, j.hue, a.status, a.stage_id, a.stage_since, a.version, a.points, s.name, s.hue, j.status
from application a
join job j on j.workspace_id = a.workspace_id and j.id = a.job_id
join stage s on s.workspace_id = a.workspace_id and s.id = a.stage_id
where a.workspace_id = $1 and a.person_id = $2
order by case when a.status = 'active' then 0 else 1 end, a.entered_at desc, a.id desc

-- name: stages-in-use
select id, name from stage where workspace_id = $1 and job_id = $2 and retired_at = 0 order by position, id

-- name: applied-jobs
select a.person_id, a.status, s.name from application a
join stage s on s.workspace_id = a.workspace_id and s.id = a.stage_id
where a.workspace_id = $1 and a.job_id = $2 and a.person_id in 

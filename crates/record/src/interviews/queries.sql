-- name: application-of-interview
select person_id, job_id from application where workspace_id = $1 and id = $2

-- name: interview-insert
insert into interview (workspace_id, id, application_id, title, starts_at, ends_at, zone, place) values ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: attendee-insert
insert into interview_attendee (workspace_id, interview_id, user_id) values ($1, $2, $3) on conflict do nothing

-- name: interviews-between
select i.id, i.application_id, a.person_id, p.name, a.job_id, j.title, i.title, i.starts_at, i.ends_at, i.zone, i.place
from interview i
join application a on a.workspace_id = i.workspace_id and a.id = i.application_id
join person p on p.workspace_id = a.workspace_id and p.id = a.person_id
join job j on j.workspace_id = a.workspace_id and j.id = a.job_id
where i.workspace_id = $1 and i.starts_at >= $2 and i.starts_at < $3 and i.cancelled_at = 0
  and (cast($4 as bigint) = 0 or exists (select 1 from interview_attendee t where t.workspace_id = i.workspace_id and t.interview_id = i.id and t.user_id = $4))
order by i.starts_at, i.id

-- name: attendees-of-interviews
select t.interview_id, u.id, u.name, t.reply from interview_attendee t
join user_account u on u.workspace_id = t.workspace_id and u.id = t.user_id
where t.workspace_id = $1 and t.interview_id in 

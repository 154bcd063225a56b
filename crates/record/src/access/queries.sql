-- name: session-start
insert into session (workspace_id, token_hash, id, user_id, csrf, created_at, last_seen_at, expires_at, user_agent, address, second_factor_due)
values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10)

-- name: session-find
-- across workspaces: the token is all that is known of the visitor
select s.workspace_id, w.name, s.id, s.user_id, s.csrf, s.last_seen_at, s.second_factor_due,
  u.name, u.email, u.title, u.theme, u.keys_on, u.zone
from session s
join user_account u on u.workspace_id = s.workspace_id and u.id = s.user_id
join workspace w on w.id = s.workspace_id
where s.token_hash = $1 and s.expires_at > $2 and s.last_seen_at > $3 and u.disabled_at = 0

-- name: session-seen
update session set last_seen_at = $3 where workspace_id = $1 and token_hash = $2

-- name: user-seen
update user_account set last_seen_at = $3 where workspace_id = $1 and id = $2

-- name: session-end
delete from session where workspace_id = $1 and token_hash = $2

-- name: grants-of-user
select role, scope_kind, scope_id from role_grant where workspace_id = $1 and user_id = $2

-- name: job-rights-of-user
select t.job_id, j.blind, t.role from hiring_team t
join job j on j.workspace_id = t.workspace_id and j.id = t.job_id
where t.workspace_id = $1 and t.user_id = $2 and t.role <> 'interviewer'
union all
select j.id, j.blind, g.role from role_grant g
join job j on j.workspace_id = g.workspace_id
  and (g.scope_kind = 'workspace' or (g.scope_kind = 'job' and j.id = g.scope_id) or (g.scope_kind = 'department' and j.department_id = g.scope_id))
where g.workspace_id = $1 and g.user_id = $2 and g.role in ('recruiter', 'hiring_manager', 'blind_reviewer')
  and not (g.scope_kind = 'workspace' and g.role = 'hiring_manager')

-- name: interview-rights-of-user
select distinct i.application_id, a.job_id, j.blind from interview_attendee t
join interview i on i.workspace_id = t.workspace_id and i.id = t.interview_id
join application a on a.workspace_id = i.workspace_id and a.id = i.application_id
join job j on j.workspace_id = a.workspace_id and j.id = a.job_id
where t.workspace_id = $1 and t.user_id = $2 and i.cancelled_at = 0

-- name: applications-of-people
select a.person_id, a.id, a.job_id, a.alias from application a where a.workspace_id = $1 and a.person_id in 

-- name: person-of-alias
select person_id from application where workspace_id = $1 and alias = $2

-- name: workspace-of-host
-- across workspaces: this is how one is found
select id from workspace where host = $1 or host is null order by case when host is null then 1 else 0 end, id limit 1

-- name: workspaces
-- across workspaces: listeners and commands walk them all
select id, name from workspace order by id

-- name: workspace-create
-- across workspaces: it makes one
insert into workspace (id, name, host, created_at) values ($1, $2, $3, $4)

-- name: workspace-counter
insert into workspace_counter (workspace_id, journal_seq, journal_hash) values ($1, 0, $2)

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
select person_id, id, job_id from application where workspace_id = $1 and alias = $2

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

-- name: account-of-email
select id, password_hash, totp_on from user_account where workspace_id = $1 and email_key = $2 and disabled_at = 0

-- name: totp-of-user
select totp_secret, totp_last_step from user_account where workspace_id = $1 and id = $2 and totp_on = 1 and disabled_at = 0

-- name: totp-use
update user_account set totp_last_step = $3 where workspace_id = $1 and id = $2 and totp_last_step < $3

-- name: totp-off
update user_account set totp_on = 0, totp_secret = null, totp_last_step = 0, version = version + 1 where workspace_id = $1 and id = $2

-- name: user-password
update user_account set password_hash = $3 where workspace_id = $1 and id = $2 and disabled_at = 0

-- name: sessions-end-all
delete from session where workspace_id = $1 and user_id = $2

-- name: users-count
select count(*) from user_account where workspace_id = $1

-- name: user-of-key
select id from user_account where workspace_id = $1 and email_key = $2

-- name: user-create
insert into user_account (workspace_id, id, email, email_key, name, password_hash, created_at) values ($1, $2, $3, $4, $5, $6, $7)

-- name: users
select id, email, name, title, case when password_hash = '' then 0 else 1 end, totp_on, created_at, last_seen_at, disabled_at, version
from user_account where workspace_id = $1 order by case when disabled_at = 0 then 0 else 1 end, name, id

-- name: user-disable
update user_account set disabled_at = $3, version = version + 1 where workspace_id = $1 and id = $2

-- name: grants
select g.id, g.user_id, g.role, g.scope_kind, g.scope_id, coalesce(d.name, j.title, '')
from role_grant g
left join department d on g.scope_kind = 'department' and d.workspace_id = g.workspace_id and d.id = g.scope_id
left join job j on g.scope_kind = 'job' and j.workspace_id = g.workspace_id and j.id = g.scope_id
where g.workspace_id = $1 order by g.id

-- name: grant-create
insert into role_grant (workspace_id, id, user_id, role, scope_kind, scope_id, created_at) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (workspace_id, user_id, role, scope_kind, scope_id) do nothing

-- name: grant-remove
delete from role_grant where workspace_id = $1 and id = $2 and user_id = $3

-- name: admins-other-than
select count(*) from role_grant g join user_account u on u.workspace_id = g.workspace_id and u.id = g.user_id
where g.workspace_id = $1 and g.role = 'admin' and g.scope_kind = 'workspace' and u.disabled_at = 0 and u.id <> $2

-- name: admins-this-one
select count(*) from role_grant where workspace_id = $1 and user_id = $2 and role = 'admin' and scope_kind = 'workspace'

-- name: lock-workspace
update workspace_counter set journal_seq = journal_seq where workspace_id = $1

-- name: department-exists
select count(*) from department where workspace_id = $1 and id = $2

-- name: job-exists
select count(*) from job where workspace_id = $1 and id = $2

-- name: workspace-rename
-- across workspaces: the table of workspaces itself; $1 is the one renamed
update workspace set name = $2 where id = $1

-- name: link-make
insert into one_time_link (workspace_id, token_hash, purpose, user_id, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)

-- name: links-end
update one_time_link set expires_at = $4 where workspace_id = $1 and user_id = $2 and purpose = $3 and used_at = 0 and expires_at > $4

-- name: links-end-all
update one_time_link set expires_at = $3 where workspace_id = $1 and user_id = $2 and used_at = 0 and expires_at > $3

-- name: link-take
update one_time_link set used_at = $4 where workspace_id = $1 and token_hash = $2 and purpose = $3 and used_at = 0 and expires_at > $4 returning user_id

-- name: link-look
select l.purpose, coalesce(u.name, ''), coalesce(u.email, '') from one_time_link l
left join user_account u on u.workspace_id = l.workspace_id and u.id = l.user_id
where l.workspace_id = $1 and l.token_hash = $2 and l.used_at = 0 and l.expires_at > $3

-- name: own
select name, title, email, zone, theme, keys_on, totp_on, version from user_account where workspace_id = $1 and id = $2

-- name: own-edit
update user_account set name = $4, title = $5, zone = $6, version = version + 1 where workspace_id = $1 and id = $2 and version = $3

-- name: own-theme
update user_account set theme = $3 where workspace_id = $1 and id = $2

-- name: own-keys
update user_account set keys_on = $3 where workspace_id = $1 and id = $2

-- name: own-password
select password_hash from user_account where workspace_id = $1 and id = $2 and disabled_at = 0

-- name: sessions-end-others
delete from session where workspace_id = $1 and user_id = $2 and id <> $3

-- name: session-end-one
delete from session where workspace_id = $1 and user_id = $2 and id = $3

-- name: own-sessions
select id, user_agent, address, created_at, last_seen_at from session
where workspace_id = $1 and user_id = $2 and expires_at > $3 and last_seen_at > $4 and second_factor_due = 0 order by last_seen_at desc, id desc

-- name: totp-begin
update user_account set totp_secret = $3, totp_last_step = 0 where workspace_id = $1 and id = $2 and totp_on = 0

-- name: totp-waiting
select totp_secret from user_account where workspace_id = $1 and id = $2 and totp_on = 0

-- name: totp-on
update user_account set totp_on = 1, totp_last_step = $3, version = version + 1 where workspace_id = $1 and id = $2 and totp_on = 0 and totp_secret is not null

-- name: department-list
select d.id, d.name, (select count(*) from job j where j.workspace_id = d.workspace_id and j.department_id = d.id)
from department d where d.workspace_id = $1 order by d.name, d.id

-- name: department-add
insert into department (workspace_id, id, name) values ($1, $2, $3)

-- name: department-rename
update department set name = $3 where workspace_id = $1 and id = $2

-- name: jobs-to-grant
select id, title from job where workspace_id = $1 and status <> 'closed' order by title, id

-- name: reason-list
select r.id, r.kind, r.label, (select count(*) from disposition d where d.workspace_id = r.workspace_id and d.reason_id = r.id), r.retired_at
from disposition_reason r where r.workspace_id = $1 and r.kind <> 'hired'
order by r.kind desc, case when r.retired_at = 0 then 0 else 1 end, r.position, r.id

-- name: reason-add
insert into disposition_reason (workspace_id, id, kind, label, position) values ($1, $2, $3, $4, $5)

-- name: reason-rename
update disposition_reason set label = $3 where workspace_id = $1 and id = $2

-- name: reason-retire
update disposition_reason set retired_at = $3 where workspace_id = $1 and id = $2

-- name: chores-failed
select id, name, last_error, attempts, created_at from chore where workspace_id = $1 and state = 'failed' order by id desc limit 200

-- name: chores-waiting
select count(*) from chore where workspace_id = $1 and state = 'waiting'

-- name: chore-retry
update chore set state = 'waiting', attempts = 0, run_at = $3, lease_until = 0 where workspace_id = $1 and id = $2 and state = 'failed'

-- name: audit
select seq, at, actor_kind, actor_id, kind, person_id, job_id, application_id, payload, hash from journal where workspace_id = $1

-- name: job-titles
select id, title from job where workspace_id = $1 and id in 

-- name: view-lines
select id, at, user_id, kind, person_id, document_id from view_line where workspace_id = $1

-- name: key-check
-- across workspaces: the master key is the whole house's
select sealed from master_key_check where id = 1

-- name: key-check-learn
-- across workspaces: the master key is the whole house's
insert into master_key_check (id, sealed) values (1, $1) on conflict (id) do nothing

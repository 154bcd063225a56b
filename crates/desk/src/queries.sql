-- name: task-insert
insert into task (workspace_id, id, title, assignee_id, created_by, person_id, job_id, due_at, due_timed, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: task-by-id
select id, title, assignee_id, created_by, person_id, job_id, due_at, due_timed, created_at, done_at, removed_at, version
from task where workspace_id = $1 and id = $2

-- name: tasks
select id, title, assignee_id, created_by, person_id, job_id, due_at, due_timed, created_at, done_at, removed_at, version
from task where workspace_id = $1 and removed_at = 0

-- name: tasks-count
select count(*) from task where workspace_id = $1 and removed_at = 0 and done_at = 0

-- name: tasks-due
select count(*) from task where workspace_id = $1 and assignee_id = $2 and removed_at = 0 and done_at = 0
  and due_at > 0 and ((due_timed = 0 and due_at < $3) or (due_timed = 1 and due_at < $4))

-- name: task-done
update task set done_at = $3, version = version + 1 where workspace_id = $1 and id = $2

-- name: task-removed
update task set removed_at = $3, version = version + 1 where workspace_id = $1 and id = $2

-- name: task-edit
update task set title = $4, assignee_id = $5, job_id = $6, due_at = $7, due_timed = $8, version = version + 1
where workspace_id = $1 and id = $2 and version = $3

-- name: task-keep-version
insert into task_version (workspace_id, task_id, version, title, assignee_id, job_id, due_at, due_timed)
values ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: task-version
select title, assignee_id, job_id, due_at, due_timed from task_version where workspace_id = $1 and task_id = $2 and version = $3

-- name: task-last-editor
select coalesce(u.name, ''), j.at from journal j
left join user_account u on u.workspace_id = j.workspace_id and u.id = j.actor_id and j.actor_kind = 'user'
where j.workspace_id = $1 and j.person_id = $2 and j.job_id = $3 and j.kind in ('TaskEdited', 'TaskDone', 'TaskReopened', 'TaskRemoved', 'TaskRestored')
order by j.seq desc limit 1

-- name: notification-insert
insert into notification (workspace_id, id, user_id, kind, person_id, job_id, actor_id, subject_id, at, unique_key)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing

-- name: notification-drop
delete from notification where workspace_id = $1 and subject_id = $2 and kind in ('moved', 'hired')

-- name: notifications
select id, kind, person_id, job_id, actor_id, subject_id, at, read_at from notification
where workspace_id = $1 and user_id = $2 and id < $3 order by id desc limit $4

-- name: notification-by-id
select id, kind, person_id, job_id, actor_id, subject_id, at, read_at from notification
where workspace_id = $1 and user_id = $2 and id = $3

-- name: notifications-unread
select count(*) from notification where workspace_id = $1 and user_id = $2 and read_at = 0

-- name: notification-read
update notification set read_at = $4 where workspace_id = $1 and user_id = $2 and id = $3 and read_at = 0

-- name: notifications-read
update notification set read_at = $3 where workspace_id = $1 and user_id = $2 and read_at = 0

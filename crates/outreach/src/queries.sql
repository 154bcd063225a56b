-- name: message-insert
insert into message (workspace_id, id, person_id, user_id, direction, message_id, in_reply_to, thread_id, from_address, to_address,
  subject, body, state, send_at, sent_at, template_id, interaction_id, job_id, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)

-- name: message-one
select id, person_id, user_id, direction, message_id, in_reply_to, thread_id, from_address, to_address, subject, body, state,
  state_text, send_at, sent_at, attempts, job_id, created_at
from message where workspace_id = $1 and id = $2

-- name: messages-page
select id, person_id, user_id, direction, message_id, in_reply_to, thread_id, from_address, to_address, subject, body, state,
  state_text, send_at, sent_at, attempts, job_id, created_at
from message where workspace_id = $1

-- name: messages-of-person
select id, person_id, user_id, direction, message_id, in_reply_to, thread_id, from_address, to_address, subject, body, state,
  state_text, send_at, sent_at, attempts, job_id, created_at
from message where workspace_id = $1 and person_id = $2 order by id desc limit 200

-- name: thread-before
select message_id from message
where workspace_id = $1 and thread_id = $2 and id < $3 and state in ('sent', 'received', 'unsure') order by id desc limit 20

-- name: messages-by-state
select state, count(*) from message where workspace_id = $1 group by state

-- name: own-unsure
select count(*) from message where workspace_id = $1 and state = 'unsure' and user_id = $2

-- name: message-begin
update message set state = 'sending', state_text = '', attempts = attempts + 1, from_address = $3
where workspace_id = $1 and id = $2 and state = 'held'

-- name: message-wait
update message set state = 'held', state_text = $3 where workspace_id = $1 and id = $2 and state in ('sending', 'held')

-- name: message-end
update message set state = $3, state_text = $4 where workspace_id = $1 and id = $2 and state in ('sending', 'held')

-- name: message-sent
update message set state = 'sent', state_text = $3, sent_at = $4, interaction_id = $5
where workspace_id = $1 and id = $2 and state in ('sending', 'unsure')

-- name: message-cancel
update message set state = 'cancelled' where workspace_id = $1 and id = $2 and state = 'held'

-- name: message-again
update message set state = 'held', state_text = '', send_at = $3
where workspace_id = $1 and id = $2 and state in ('unsure', 'failed')

-- name: setting
select value, sealed from workspace_setting where workspace_id = $1 and name = $2

-- name: setting-put
insert into workspace_setting (workspace_id, name, value, sealed) values ($1, $2, $3, $4)
on conflict (workspace_id, name) do update set value = excluded.value, sealed = excluded.sealed

-- name: suppression-is
select count(*) from suppression where workspace_id = $1 and value_hash = $2 and scope = 'all'

-- name: suppression-put
insert into suppression (workspace_id, value_hash, scope, reason, created_at, created_by) values ($1, $2, 'all', $3, $4, $5)
on conflict do nothing

-- name: suppression-take
delete from suppression where workspace_id = $1 and value_hash = $2 and scope = 'all'

-- name: templates
select id, name, subject, body, owner_id, updated_at, version from template
where workspace_id = $1 and ended_at = 0 order by name, id limit 500

-- name: template-one
select id, name, subject, body, owner_id, updated_at, version from template
where workspace_id = $1 and id = $2 and ended_at = 0

-- name: template-insert
insert into template (workspace_id, id, name, subject, body, owner_id, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $7)

-- name: template-edit
update template set name = $4, subject = $5, body = $6, updated_at = $7, owner_id = $8, version = version + 1
where workspace_id = $1 and id = $2 and version = $3 and ended_at = 0

-- name: template-retire
update template set ended_at = $3 where workspace_id = $1 and id = $2 and ended_at = 0

-- name: system-mail-insert
insert into system_mail (workspace_id, id, to_address, subject, body, at) values ($1, $2, $3, $4, $5, $6)

-- name: system-mails
select id, to_address, subject, body, at from system_mail where workspace_id = $1 order by id desc limit 50

-- name: form-answered
select about_id from answered_form where workspace_id = $1 and user_id = $2 and form_key = $3

-- name: form-answer
insert into answered_form (workspace_id, user_id, form_key, about_id, at) values ($1, $2, $3, 0, $4) on conflict do nothing

-- name: form-made
update answered_form set about_id = $4 where workspace_id = $1 and user_id = $2 and form_key = $3

-- name: forms-forget
delete from answered_form where workspace_id = $1 and at < $2

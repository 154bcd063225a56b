-- name: views
select id, name, query from saved_view where workspace_id = $1 and (user_id = $2 or shared = 1) order by position, created_at, id

-- name: own-views
select id, name from saved_view where workspace_id = $1 and user_id = $2 order by created_at, id

-- name: view-save
insert into saved_view (workspace_id, id, user_id, name, query, shared, created_at) values ($1, $2, $3, $4, $5, $6, $7)

-- name: view-remove
delete from saved_view where workspace_id = $1 and id = $2 and user_id = $3

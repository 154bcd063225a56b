-- name: pools
select p.id, p.name, p.purpose, p.owner_id, coalesce(u.name, ''), p.hue,
  (select count(*) from pool_member m where m.workspace_id = p.workspace_id and m.pool_id = p.id), p.created_at, p.version
from talent_pool p
left join user_account u on u.workspace_id = p.workspace_id and u.id = p.owner_id
where p.workspace_id = $1 and p.ended_at = 0 order by p.name, p.id

-- name: pool
select p.id, p.name, p.purpose, p.owner_id, coalesce(u.name, ''), p.hue,
  (select count(*) from pool_member m where m.workspace_id = p.workspace_id and m.pool_id = p.id), p.created_at, p.version
from talent_pool p
left join user_account u on u.workspace_id = p.workspace_id and u.id = p.owner_id
where p.workspace_id = $1 and p.id = $2 and p.ended_at = 0

-- name: pools-count
select count(*) from talent_pool where workspace_id = $1 and ended_at = 0

-- name: pools-of-person
select p.id, p.name from pool_member m
join talent_pool p on p.workspace_id = m.workspace_id and p.id = m.pool_id
where m.workspace_id = $1 and m.person_id = $2 and p.ended_at = 0 order by p.name, p.id

-- name: members
select m.person_id, m.added_at, coalesce(u.name, '') from pool_member m
left join user_account u on u.workspace_id = m.workspace_id and u.id = m.added_by
where m.workspace_id = $1 and m.pool_id = $2 and (m.added_at, m.person_id) < ($3, $4)
order by m.added_at desc, m.person_id desc limit $5

-- name: pool-names
select id, name from talent_pool where workspace_id = $1 and ended_at = 0

-- name: pool-lives
select count(*) from talent_pool where workspace_id = $1 and id = $2 and ended_at = 0

-- name: pool-insert
insert into talent_pool (workspace_id, id, name, purpose, owner_id, hue, created_at) values ($1, $2, $3, $4, $5, $6, $7)

-- name: pool-rename
update talent_pool set name = $3, purpose = $4, version = version + 1 where workspace_id = $1 and id = $2

-- name: pool-end
update talent_pool set ended_at = $3, version = version + 1 where workspace_id = $1 and id = $2

-- name: member-can-be
select count(*) from person where workspace_id = $1 and id = $2

-- name: member-insert
insert into pool_member (workspace_id, pool_id, person_id, added_by, added_at) values ($1, $2, $3, $4, $5) on conflict do nothing

-- name: member-remove
delete from pool_member where workspace_id = $1 and pool_id = $2 and person_id = $3

-- name: open-jobs
select count(*), count(*) filter (where j.target_date > 0 and j.target_date < $2) from job j
where j.workspace_id = $1 and j.status = 'open'

-- name: in-interviews
select count(*), count(*) filter (where s.kind = 'final') from application a
join stage s on s.workspace_id = a.workspace_id and s.id = a.stage_id
join job j on j.workspace_id = a.workspace_id and j.id = a.job_id
where a.workspace_id = $1 and a.status = 'active' and j.status = 'open' and s.kind in ('interview', 'final')

-- name: waiting-on-us
select count(*), count(*) filter (where w.since < $2) from (
  select case when s.kind in ('interview', 'final') then coalesce((
      select max(i.ends_at) from interview i
      where i.workspace_id = a.workspace_id and i.application_id = a.id and i.cancelled_at = 0), 0)
    else a.stage_since end as since, a.job_id, a.person_id
  from application a
  join stage s on s.workspace_id = a.workspace_id and s.id = a.stage_id
  join job j on j.workspace_id = a.workspace_id and j.id = a.job_id
  where a.workspace_id = $1 and a.status = 'active' and j.status = 'open' and s.kind in ('applied', 'interview', 'final')
) w where w.since > 0 and w.since < $3
  and not exists (select 1 from interaction l where l.workspace_id = $1 and l.person_id = w.person_id and l.at >= w.since
    and l.retracted_at = 0 and l.kind in ('email_out', 'call', 'meeting'))

-- name: waiting
select w.person_id, p.name, w.job_id, j.title, w.kind, w.since from (
  select case when s.kind in ('interview', 'final') then coalesce((
      select max(i.ends_at) from interview i
      where i.workspace_id = a.workspace_id and i.application_id = a.id and i.cancelled_at = 0), 0)
    else a.stage_since end as since, a.job_id, a.person_id, a.id, s.kind
  from application a
  join stage s on s.workspace_id = a.workspace_id and s.id = a.stage_id
  where a.workspace_id = $1 and a.status = 'active' and s.kind in ('applied', 'interview', 'final')
) w
join person p on p.workspace_id = $1 and p.id = w.person_id
join job j on j.workspace_id = $1 and j.id = w.job_id
where j.status = 'open' and w.since > 0 and w.since < $2
  and not exists (select 1 from interaction l where l.workspace_id = $1 and l.person_id = w.person_id and l.at >= w.since
    and l.retracted_at = 0 and l.kind in ('email_out', 'call', 'meeting'))

-- name: hires-since
select count(*) from disposition d
join application j on j.workspace_id = d.workspace_id and j.id = d.application_id
where d.workspace_id = $1 and d.kind = 'hired' and d.at >= $2

-- name: openings-filled
select j.job_id, j.opened_at, j.closed_at from opening j
where j.workspace_id = $1 and j.close_reason = 'hired' and j.closed_at >= $2

-- name: status-changes
select job_id, at, payload from journal where workspace_id = $1 and kind = 'JobStatusChanged' and job_id <> 0 and job_id in 

-- name: anything
select (select count(*) from (select 1 from person where workspace_id = $1 limit 1) p),
  (select count(*) from (select 1 from job where workspace_id = $1 limit 1) j)

-- name: quiet-count
select count(*) from person p where p.workspace_id = $1 and p.owner_id = $2 and p.status <> 'employee' and p.last_contact_at < $3 and p.created_at < $3

-- name: quiet
select p.id, p.name from person p
where p.workspace_id = $1 and p.owner_id = $2 and p.status <> 'employee' and p.last_contact_at < $3 and p.created_at < $3
order by p.last_contact_at desc, p.id limit $4

-- name: replies-count
select count(*) from (select 1 from interaction i
join person p on p.workspace_id = i.workspace_id and p.id = i.person_id
where i.workspace_id = $1 and i.kind = 'email_in' and i.retracted_at = 0 and i.at > $3
  and not exists (select 1 from interaction l where l.workspace_id = i.workspace_id and l.person_id = i.person_id
    and l.retracted_at = 0 and l.kind <> 'note' and l.at > i.at)
  and (p.owner_id = $2 or exists (select 1 from interaction o where o.workspace_id = i.workspace_id
    and o.person_id = i.person_id and o.kind = 'email_out' and o.retracted_at = 0 and o.user_id = $2))
  limit $4) w

-- name: replies
select i.person_id, p.name, i.message_id, i.subject, i.body, i.at from interaction i
join person p on p.workspace_id = i.workspace_id and p.id = i.person_id
where i.workspace_id = $1 and i.kind = 'email_in' and i.retracted_at = 0 and i.at > $3
  and not exists (select 1 from interaction l where l.workspace_id = i.workspace_id and l.person_id = i.person_id
    and l.retracted_at = 0 and l.kind <> 'note' and l.at > i.at)
  and (p.owner_id = $2 or exists (select 1 from interaction o where o.workspace_id = i.workspace_id
    and o.person_id = i.person_id and o.kind = 'email_out' and o.retracted_at = 0 and o.user_id = $2))
order by i.at desc, i.id desc limit $4

-- name: users
select id, name, title, disabled_at from user_account where workspace_id = $1 order by name, id

-- name: job-names
select j.id, j.title, j.hue, j.status from job j where j.workspace_id = $1

-- name: stages-reached
select t.id, t.job_id, s.name from transition t
join stage s on s.workspace_id = t.workspace_id and s.id = t.to_stage_id
where t.workspace_id = $1 and t.id in 

-- name: queued-mail
select actor_id, payload from journal
where workspace_id = $1 and person_id = $2 and person_id <> 0 and kind = 'MessageQueued' and actor_kind = 'user' order by seq desc limit 500

-- name: masked-named
select a.alias, j.title from application a
join job j on j.workspace_id = a.workspace_id and j.id = a.job_id
where a.workspace_id = $1 and a.status = 'active' and a.alias like '%' || cast($2 as text) and j.status = 'open'

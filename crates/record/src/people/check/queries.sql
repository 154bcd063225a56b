-- name: reading-keep
insert into reading (workspace_id, document_id, person_id, reader, read_at, pages, lines, unread)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (workspace_id, document_id) do update set reader = excluded.reader, read_at = excluded.read_at,
  pages = excluded.pages, lines = excluded.lines, unread = excluded.unread

-- name: facts-clear
delete from reading_fact where workspace_id = $1 and document_id = $2

-- name: fact-keep
insert into reading_fact (workspace_id, id, document_id, part, part_no, ordinal, field, value, quote, page, x0, y0, x1, y1,
  confidence, row_id, verdict, said, said_by, said_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)

-- name: facts-of-reading
select id, part, part_no, row_id, field, value, quote, page, x0, y0, x1, y1, confidence, verdict, said, said_by, said_at
from reading_fact where workspace_id = $1 and document_id = $2 order by ordinal, id

-- name: fact-say
update reading_fact set verdict = $3, said = $4, said_by = $5, said_at = $6 where workspace_id = $1 and id = $2

-- name: fact-row
update reading_fact set row_id = $3 where workspace_id = $1 and id = $2

-- name: facts-confirm
update reading_fact set verdict = 'right', said_by = $3, said_at = $4
where workspace_id = $1 and document_id = $2 and verdict = '' and part <> 'personal'

-- name: row-off
update reading_fact set verdict = 'removed', said_by = $3, said_at = $4
where workspace_id = $1 and row_id = $2 and verdict <> 'removed'

-- name: row-back
update reading_fact set verdict = case when said = '' then 'right' else 'corrected' end, said_by = $3, said_at = $4
where workspace_id = $1 and row_id = $2 and verdict = 'removed'

-- name: recount
update reading set doubtful = (
  select count(*) from reading_fact f
  where f.workspace_id = $1 and f.document_id = $2 and f.verdict = '' and f.part <> 'personal' and f.confidence < $3
) where workspace_id = $1 and document_id = $2

-- name: documents-of-row
select distinct document_id from reading_fact where workspace_id = $1 and row_id = $2

-- name: reading-head
select d.person_id, p.name, d.file_name, d.format, d.created_at, coalesce(r.reader, 0), coalesce(r.pages, ''), coalesce(r.lines, ''), coalesce(r.unread, '')
from document d
join person p on p.workspace_id = d.workspace_id and p.id = d.person_id
left join reading r on r.workspace_id = d.workspace_id and r.document_id = d.id
where d.workspace_id = $1 and d.id = $2 and d.kind = 'resume' and d.retracted_at = 0

-- name: readings-of-person
select r.document_id, r.doubtful from reading r
join document d on d.workspace_id = r.workspace_id and d.id = r.document_id
where r.workspace_id = $1 and r.person_id = $2 and d.retracted_at = 0 order by r.document_id desc

-- name: readings-in-doubt
select document_id, doubtful from reading where workspace_id = $1 and doubtful > 0 and document_id in 

-- name: next-in-doubt
select r.document_id, p.name, r.doubtful from reading r
join document d on d.workspace_id = r.workspace_id and d.id = r.document_id
join person p on p.workspace_id = r.workspace_id and p.id = r.person_id
where r.workspace_id = $1 and r.doubtful > 0 and d.retracted_at = 0 and r.document_id < $2
order by r.document_id desc limit 1

-- name: unread-follow
update person set unread_text = $4 where workspace_id = $1 and id = $2 and unread_text = $3

-- name: fact-elsewhere
select f.document_id from reading_fact f
join document d on d.workspace_id = f.workspace_id and d.id = f.document_id
where f.workspace_id = $1 and d.person_id = $2 and d.retracted_at = 0 and f.document_id <> $3
  and f.part = $4 and f.field = $5 and f.value = $6 and f.row_id = 0 and f.verdict <> 'removed' limit 1

-- name: old-contacts
select id, kind, value, retracted_at from identity where workspace_id = $1 and document_id = $2 order by id

-- name: old-facts
select id, kind, value, level, confidence, retracted_at from person_fact where workspace_id = $1 and document_id = $2 order by id

-- name: old-employments
select id, title, employer, started, ended, ongoing, place, note, confidence, retracted_at from employment
where workspace_id = $1 and document_id = $2 order by id

-- name: old-educations
select id, degree, area, school, started, ended, confidence, retracted_at from education
where workspace_id = $1 and document_id = $2 order by id

-- name: contact-update
update identity set value = $3, value_key = $4, retracted_at = 0 where workspace_id = $1 and id = $2

-- name: fact-update
update person_fact set value = $3, value_key = $4, level = $5, confidence = $6, retracted_at = 0 where workspace_id = $1 and id = $2

-- name: employment-update
update employment set employer = $3, title = $4, started = $5, ended = $6, ongoing = $7, place = $8, note = $9, confidence = $10, retracted_at = 0
where workspace_id = $1 and id = $2

-- name: education-update
update education set school = $3, degree = $4, area = $5, started = $6, ended = $7, confidence = $8, retracted_at = 0
where workspace_id = $1 and id = $2

-- name: contact-hide
update identity set retracted_at = $3 where workspace_id = $1 and id = $2

-- name: fact-hide
update person_fact set retracted_at = $3 where workspace_id = $1 and id = $2

-- name: employment-hide
update employment set retracted_at = $3 where workspace_id = $1 and id = $2

-- name: education-hide
update education set retracted_at = $3 where workspace_id = $1 and id = $2

-- name: contact-lend
update identity set document_id = $3 where workspace_id = $1 and id = $2

-- name: fact-lend
update person_fact set document_id = $3 where workspace_id = $1 and id = $2

-- name: employment-lend
update employment set document_id = $3 where workspace_id = $1 and id = $2

-- name: education-lend
update education set document_id = $3 where workspace_id = $1 and id = $2

-- name: document-reread
update document set language = $3, page_count = $4 where workspace_id = $1 and id = $2

-- name: text-reread
update document_text set body = $3 where workspace_id = $1 and document_id = $2

-- name: rebuild-next
select d.id, d.person_id, d.digest, d.file_name from document d
left join reading r on r.workspace_id = d.workspace_id and r.document_id = d.id
where d.workspace_id = $1 and d.id > $2 and d.kind = 'resume' and d.retracted_at = 0 and d.person_id <> 0
  and coalesce(r.reader, 0) < $3 order by d.id limit $4

-- name: rebuild-count
select count(*) from document d
left join reading r on r.workspace_id = d.workspace_id and r.document_id = d.id
where d.workspace_id = $1 and d.kind = 'resume' and d.retracted_at = 0 and d.person_id <> 0 and coalesce(r.reader, 0) < $2

-- name: user-name
select name from user_account where workspace_id = $1 and id = $2

-- name: view-lately
select count(*) from view_line where workspace_id = $1 and person_id = $5 and document_id = $2 and user_id = $3 and at > $4

-- name: remove-reading-facts
delete from reading_fact where workspace_id = $1
  and document_id in (select r.document_id from reading r where r.workspace_id = $1 and r.person_id = $2)

-- name: remove-readings
delete from reading where workspace_id = $1 and person_id = $2

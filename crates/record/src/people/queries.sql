-- name: people-rows
select id, name, case when current_title = '' then headline else current_title end, current_employer, city, country_code, status, source, experience_months, last_contact_at, created_at, updated_at
from person where workspace_id = $1 and id in 

-- name: skills-of-people
select person_id, value from person_fact where workspace_id = $1 and kind = 'skill' and retracted_at = 0 and person_id in 

-- name: standing-of-people
select a.person_id, a.job_id, s.name, j.title, s.position, a.stage_since from application a
join stage s on s.workspace_id = a.workspace_id and s.id = a.stage_id
join job j on j.workspace_id = a.workspace_id and j.id = a.job_id
where a.workspace_id = $1 and a.status = 'active' and a.person_id in 

-- name: bonds
-- ends at run time: group by person_id
select person_id, count(case when kind = 'email_out' then 1 end), count(case when kind = 'email_in' then 1 end),
  count(case when kind in ('call', 'meeting') then 1 end),
  max(case when kind = 'email_out' then at else 0 end), max(case when kind = 'email_in' then at else 0 end),
  max(case when kind in ('call', 'meeting') then at else 0 end)
from interaction where workspace_id = $1 and retracted_at = 0 and kind <> 'note' and visibility = 'team' and person_id in 

-- name: contacts-with
select i.at, i.kind, coalesce(u.name, '') from interaction i
left join user_account u on u.workspace_id = i.workspace_id and u.id = i.user_id
where i.workspace_id = $1 and i.person_id = $2 and i.retracted_at = 0 and i.kind <> 'note' and i.visibility = 'team'
order by i.at desc, i.id desc limit $3

-- name: person-profile
select id, version, name, call_me, pronouns, headline, summary, city, region, country_code, status, owner_id, source,
  current_title, current_employer, current_since, current_as_of, current_source, experience_months, unread_text,
  created_at, updated_at, last_contact_at, source_detail
from person where workspace_id = $1 and id = $2

-- name: contacts-of-person
select id, kind, value, is_primary, source from identity
where workspace_id = $1 and person_id = $2 and retracted_at = 0 order by kind, is_primary desc, id

-- name: employments-of-person
select id, employer, title, started, ended, ongoing, place, note, source, document_id, confidence, as_of from employment
where workspace_id = $1 and person_id = $2 and retracted_at = 0 order by ongoing desc, case when ended = 0 then started else ended end desc, started desc, id

-- name: educations-of-person
select id, school, degree, area, started, ended, source, document_id, confidence from education
where workspace_id = $1 and person_id = $2 and retracted_at = 0 order by ended desc, started desc, id

-- name: facts-of-person
select kind, id, value, level, source, document_id, confidence from person_fact
where workspace_id = $1 and person_id = $2 and retracted_at = 0 order by kind, id

-- name: tags-of-person
select tag from person_tag where workspace_id = $1 and person_id = $2 order by tag_key

-- name: documents-of-person
select id, kind, format, size_bytes, file_name, page_count, created_at from document
where workspace_id = $1 and person_id = $2 and retracted_at = 0 order by created_at desc, id desc

-- name: people-names
select id, name from person where workspace_id = $1 and id in 


-- name: person-there
select count(*) from person where workspace_id = $1 and id = $2

-- name: people-there
select id from person where workspace_id = $1 and id in 

-- name: person-touch
update person set updated_at = $3 where workspace_id = $1 and id = $2

-- name: person-contacted
update person set last_contact_at = case when last_contact_at < $3 then $3 else last_contact_at end, updated_at = $4
where workspace_id = $1 and id = $2

-- name: person-recount-contact
update person set last_contact_at = (
  select coalesce(max(i.at), 0) from interaction i
  where i.workspace_id = $1 and i.person_id = $2 and i.retracted_at = 0 and i.kind <> 'note'
) where workspace_id = $1 and id = $2

-- name: person-insert
insert into person (workspace_id, id, name, name_key, headline, summary, city, region, country_code, owner_id, source, source_detail, created_at, updated_at, last_contact_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, 0)

-- name: person-by-key
select person_id from identity where workspace_id = $1 and kind = $2 and value_key = $3 and retracted_at = 0 order by person_id limit 1

-- name: keys-of-person
select value_key from identity where workspace_id = $1 and person_id = $2 and kind = $3 and retracted_at = 0

-- name: contact-insert
insert into identity (workspace_id, id, person_id, kind, value, value_key, is_primary, source, document_id, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: contact-kind
select kind from identity where workspace_id = $1 and person_id = $2 and id = $3 and retracted_at = 0

-- name: contact-retract
update identity set retracted_at = $3 where workspace_id = $1 and id = $2

-- name: fact-known
select count(*) from person_fact where workspace_id = $1 and person_id = $2 and kind = $3 and value_key = $4 and retracted_at = 0

-- name: fact-insert
insert into person_fact (workspace_id, id, person_id, kind, value, value_key, level, source, document_id, confidence, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: fact-kind
select kind from person_fact where workspace_id = $1 and person_id = $2 and id = $3 and retracted_at = 0

-- name: fact-retract
update person_fact set retracted_at = $3 where workspace_id = $1 and id = $2

-- name: employments-brief
select employer, title, started from employment where workspace_id = $1 and person_id = $2 and retracted_at = 0

-- name: employments-held
select title, employer, started, ended, ongoing, source, as_of from employment
where workspace_id = $1 and person_id = $2 and retracted_at = 0 order by id

-- name: employment-insert
insert into employment (workspace_id, id, person_id, employer, title, started, ended, ongoing, place, note, source, document_id, confidence, as_of, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)

-- name: employment-is
select id from employment where workspace_id = $1 and person_id = $2 and id = $3 and retracted_at = 0

-- name: employment-retract
update employment set retracted_at = $3 where workspace_id = $1 and id = $2

-- name: educations-brief
select school, degree from education where workspace_id = $1 and person_id = $2 and retracted_at = 0

-- name: education-insert
insert into education (workspace_id, id, person_id, school, degree, area, started, ended, source, document_id, confidence, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)

-- name: education-is
select id from education where workspace_id = $1 and person_id = $2 and id = $3 and retracted_at = 0

-- name: education-retract
update education set retracted_at = $3 where workspace_id = $1 and id = $2

-- name: person-derive
update person set current_title = $3, current_employer = $4, current_since = $5, current_as_of = $6, current_source = $7, experience_months = $8
where workspace_id = $1 and id = $2

-- name: person-status
update person set status = $3 where workspace_id = $1 and id = $2

-- name: person-status-fill
update person set status = $3 where workspace_id = $1 and id = $2 and status = 'unknown'

-- name: person-fields
select version, name, call_me, pronouns, headline, summary, city, region, country_code, status, source, source_detail, owner_id
from person where workspace_id = $1 and id = $2

-- name: person-set
update person set version = version + 1, updated_at = $6,
  name = case when $3 = 'name' then $4 else name end,
  name_key = case when $3 = 'name' then $5 else name_key end,
  call_me = case when $3 = 'call_me' then $4 else call_me end,
  pronouns = case when $3 = 'pronouns' then $4 else pronouns end,
  headline = case when $3 = 'headline' then $4 else headline end,
  summary = case when $3 = 'summary' then $4 else summary end,
  city = case when $3 = 'city' then $4 else city end,
  region = case when $3 = 'region' then $4 else region end,
  country_code = case when $3 = 'country_code' then $4 else country_code end,
  status = case when $3 = 'status' then $4 else status end,
  source = case when $3 = 'source' then $4 else source end,
  source_detail = case when $3 = 'source_detail' then $4 else source_detail end
where workspace_id = $1 and id = $2

-- name: person-set-owner
update person set version = version + 1, owner_id = $3, updated_at = $4 where workspace_id = $1 and id = $2

-- name: former-keep
insert into former_value (workspace_id, seq, person_id, field, value) values ($1, $2, $3, $4, $5)

-- name: former-of-entry
select field, value from former_value where workspace_id = $1 and seq = $2

-- name: edited-since
select count(*) from former_value where workspace_id = $1 and person_id = $2 and seq > $3 and field = $4

-- name: edits-of-person
select f.field, coalesce(u.name, ''), f.value, j.at from (
  select seq, actor_id, at from journal
  where workspace_id = $1 and person_id = $2 and person_id <> 0 and kind in ('PersonEdited', 'OwnerChanged') order by seq desc limit $3
) j
join former_value f on f.workspace_id = $1 and f.seq = j.seq
left join user_account u on u.workspace_id = $1 and u.id = j.actor_id
order by j.seq desc

-- name: user-name
select name from user_account where workspace_id = $1 and id = $2

-- name: users-living
select id, name from user_account where workspace_id = $1 and disabled_at = 0

-- name: note-insert
insert into interaction (workspace_id, id, person_id, kind, at, user_id, body, visibility, job_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: mail-insert
insert into interaction (workspace_id, id, person_id, kind, at, user_id, subject, body, job_id, message_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: note-own
select user_id, version, body from interaction
where workspace_id = $1 and person_id = $2 and id = $3 and retracted_at = 0 and kind in ('note', 'call', 'meeting')

-- name: note-keep-version
insert into interaction_version (workspace_id, interaction_id, version, body, user_id, at) values ($1, $2, $3, $4, $5, $6)

-- name: note-edit
update interaction set body = $3, edited_at = $4, version = version + 1 where workspace_id = $1 and id = $2

-- name: note-retract
update interaction set retracted_at = $3 where workspace_id = $1 and id = $2

-- name: tag-insert
insert into person_tag (workspace_id, person_id, tag_key, tag, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing

-- name: tag-remove
delete from person_tag where workspace_id = $1 and person_id = $2 and tag_key = $3

-- name: tags-known
select max(tag), count(*) from person_tag where workspace_id = $1 group by tag_key order by count(*) desc, tag_key limit 500


-- name: work-on-person
select
  (select count(*) from journal j where j.workspace_id = $1 and j.person_id = $2 and j.person_id <> 0
    and j.kind not in ('PersonAdded', 'ResumeRead', 'ResumeKnown', 'ResumeUndone', 'ResumeChecked', 'ResumeCorrected', 'ResumeReread', 'DocumentStored'))
  + (select count(*) from application a where a.workspace_id = $1 and a.person_id = $2)
  + (select count(*) from message m where m.workspace_id = $1 and m.person_id = $2)
  + (select count(*) from task t where t.workspace_id = $1 and t.person_id = $2)
  + (select count(*) from pool_member p where p.workspace_id = $1 and p.person_id = $2)
  + (select count(*) from document d where d.workspace_id = $1 and d.person_id = $2 and d.id <> $3 and d.retracted_at = 0)

-- name: remove-contacts
delete from identity where workspace_id = $1 and person_id = $2

-- name: remove-employments
delete from employment where workspace_id = $1 and person_id = $2

-- name: remove-educations
delete from education where workspace_id = $1 and person_id = $2

-- name: remove-facts
delete from person_fact where workspace_id = $1 and person_id = $2

-- name: remove-tags
delete from person_tag where workspace_id = $1 and person_id = $2

-- name: remove-memberships
delete from pool_member where workspace_id = $1 and person_id = $2

-- name: remove-interaction-versions
delete from interaction_version where workspace_id = $1
  and interaction_id in (select i.id from interaction i where i.workspace_id = $1 and i.person_id = $2)

-- name: remove-interactions
delete from interaction where workspace_id = $1 and person_id = $2

-- name: remove-document-texts
delete from document_text where workspace_id = $1
  and document_id in (select d.id from document d where d.workspace_id = $1 and d.person_id = $2)

-- name: remove-documents
delete from document where workspace_id = $1 and person_id = $2

-- name: remove-former-values
delete from former_value where workspace_id = $1 and person_id = $2

-- name: remove-person
delete from person where workspace_id = $1 and id = $2

-- name: person-fill
update person set
  headline = case when $3 = 'headline' then $4 else headline end,
  summary = case when $3 = 'summary' then $4 else summary end,
  city = case when $3 = 'city' then $4 else city end,
  region = case when $3 = 'region' then $4 else region end,
  country_code = case when $3 = 'country_code' then $4 else country_code end
where workspace_id = $1 and id = $2

-- name: person-unread
update person set unread_text = $3 where workspace_id = $1 and id = $2 and unread_text = ''

-- name: document-insert
insert into document (workspace_id, id, person_id, kind, digest, size_bytes, format, file_name, language, page_count, uploaded_by, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)

-- name: document-text-insert
insert into document_text (workspace_id, document_id, body) values ($1, $2, $3)

-- name: document-known
select person_id, id from document
where workspace_id = $1 and digest = $2 and person_id <> 0 and retracted_at = 0 and (cast($3 as bigint) = 0 or person_id = $3)
order by id limit 1

-- name: document-file
select d.digest, d.size_bytes, d.format, d.kind, d.person_id, coalesce(p.name, '') from document d
left join person p on p.workspace_id = d.workspace_id and p.id = d.person_id
where d.workspace_id = $1 and d.id = $2 and d.retracted_at = 0

-- name: document-text
select d.person_id, coalesce(p.name, ''), d.kind, d.file_name, d.created_at, coalesce(t.body, '') from document d
left join person p on p.workspace_id = d.workspace_id and p.id = d.person_id
left join document_text t on t.workspace_id = d.workspace_id and t.document_id = d.id
where d.workspace_id = $1 and d.id = $2 and d.retracted_at = 0

-- name: document-of
select person_id from document where workspace_id = $1 and id = $2 and retracted_at = 0

-- name: document-retract
update document set retracted_at = $3 where workspace_id = $1 and id = $2

-- name: stored-digests
-- across workspaces: blobs are shared by all
select distinct digest from document

-- name: view-line
insert into view_line (workspace_id, id, at, user_id, kind, person_id, document_id) values ($1, $2, $3, $4, $5, $6, $7)

-- name: batch-owner
select user_id from upload_batch where workspace_id = $1 and id = $2

-- name: batch-insert
insert into upload_batch (workspace_id, id, user_id, job_id, created_at) values ($1, $2, $3, $4, $5)

-- name: batch-head
select coalesce(u.name, ''), b.created_at from upload_batch b
left join user_account u on u.workspace_id = b.workspace_id and u.id = b.user_id
where b.workspace_id = $1 and b.id = $2

-- name: batches-recent
select b.id, coalesce(u.name, ''), b.created_at, count(f.id),
  count(case when f.state = 'waiting' then 1 end), count(case when f.state = 'refused' then 1 end),
  count(case when f.state = 'created' then 1 end), min(f.file_name), coalesce(min(p.name), '')
from (select id, user_id, created_at, workspace_id from upload_batch where workspace_id = $1 order by id desc limit $2) b
join upload_file f on f.workspace_id = b.workspace_id and f.batch_id = b.id
left join person p on p.workspace_id = f.workspace_id and p.id = f.person_id
left join user_account u on u.workspace_id = b.workspace_id and u.id = b.user_id
where b.workspace_id = $1 group by b.id, u.name, b.created_at order by b.id desc limit $2

-- name: file-insert
insert into upload_file (workspace_id, id, batch_id, file_name, digest, size_bytes, state, message, person_id, created_at, done_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: files-of-batch
select f.id, f.file_name, f.size_bytes, f.state, f.message, f.facts, f.person_id, coalesce(p.name, ''), f.document_id
from upload_file f
left join person p on p.workspace_id = f.workspace_id and p.id = f.person_id
where f.workspace_id = $1 and f.batch_id = $2 order by f.id

-- name: file-waiting
select f.batch_id, b.job_id, f.file_name, f.digest, f.size_bytes, f.person_id from upload_file f
join upload_batch b on b.workspace_id = f.workspace_id and b.id = f.batch_id
where f.workspace_id = $1 and f.id = $2 and f.state = 'waiting'

-- name: file-settle
update upload_file set state = $3, message = $4, done_at = $5 where workspace_id = $1 and id = $2 and state = 'waiting'

-- name: file-read
update upload_file set state = $3, person_id = $4, document_id = $5, facts = $6, seq = $7, done_at = $8
where workspace_id = $1 and id = $2 and state = 'waiting'

-- name: file-brought
select batch_id, state, person_id, document_id, seq from upload_file where workspace_id = $1 and id = $2

-- name: file-undone
update upload_file set state = 'undone', person_id = $3, done_at = $4 where workspace_id = $1 and id = $2

-- name: contacts-of-document-retract
update identity set retracted_at = $3 where workspace_id = $1 and document_id = $2 and retracted_at = 0
  and person_id in (select d.person_id from document d where d.workspace_id = $1 and d.id = $2)

-- name: facts-of-document-retract
update person_fact set retracted_at = $3 where workspace_id = $1 and document_id = $2 and retracted_at = 0
  and person_id in (select d.person_id from document d where d.workspace_id = $1 and d.id = $2)

-- name: employments-of-document-retract
update employment set retracted_at = $3 where workspace_id = $1 and document_id = $2 and retracted_at = 0
  and person_id in (select d.person_id from document d where d.workspace_id = $1 and d.id = $2)

-- name: educations-of-document-retract
update education set retracted_at = $3 where workspace_id = $1 and document_id = $2 and retracted_at = 0
  and person_id in (select d.person_id from document d where d.workspace_id = $1 and d.id = $2)

-- name: journal-newest
select coalesce(max(seq), 0) from journal where workspace_id = $1

-- name: people-after
select id from person where workspace_id = $1 and id > $2 order by id limit $3

-- name: members-of-pool
select person_id from pool_member where workspace_id = $1 and pool_id = $2

-- name: index-people
select id, name, call_me, case when current_title = '' then headline else current_title end, current_employer, city, country_code,
  source, status, experience_months, owner_id, last_contact_at, created_at, updated_at
from person where workspace_id = $1 and id in 

-- name: index-contacts
select person_id, kind, value from identity where workspace_id = $1 and retracted_at = 0 and kind <> 'url' and person_id in 

-- name: index-employments
select person_id, title, employer from employment where workspace_id = $1 and retracted_at = 0 and person_id in 

-- name: index-facts
select person_id, kind, value from person_fact where workspace_id = $1 and retracted_at = 0 and kind <> 'credential' and person_id in 

-- name: index-schools
select person_id, school from education where workspace_id = $1 and retracted_at = 0 and school <> '' and person_id in 

-- name: index-tags
select person_id, tag from person_tag where workspace_id = $1 and person_id in 

-- name: index-texts
select d.person_id, t.body from document d
join document_text t on t.workspace_id = d.workspace_id and t.document_id = d.id
where d.workspace_id = $1 and d.retracted_at = 0 and d.person_id in 

-- name: index-notes
select person_id, body from interaction
where workspace_id = $1 and retracted_at = 0 and visibility = 'team' and kind = 'note' and person_id in 

-- name: index-pools
select m.person_id, m.pool_id from pool_member m
join talent_pool p on p.workspace_id = m.workspace_id and p.id = m.pool_id
where m.workspace_id = $1 and p.ended_at = 0 and m.person_id in 

-- name: index-applications
select person_id, job_id, id from application where workspace_id = $1 and person_id in 

-- name: timeline
select i.at, i.id, 1 as sort, i.kind, 'user' as actor_kind, i.user_id, i.job_id, 0 as application_id, '' as payload,
  i.subject, i.body, i.visibility, i.message_id, i.edited_at, i.version
from interaction i
where i.workspace_id = $1 and i.person_id = $2 and i.retracted_at = 0 and (i.visibility = 'team' or i.user_id = $3)
  and (i.at, i.id) < ($4, $5)
union all
select j.at, j.seq, 0, j.kind, j.actor_kind, j.actor_id, j.job_id, j.application_id, j.payload, '', '', 'team', 0, 0, 0
from journal j
where j.workspace_id = $1 and j.person_id = $2 and j.person_id <> 0 and (j.at, j.seq) < ($4, $5)
  and j.kind in ('PersonAdded', 'PersonEdited', 'OwnerChanged', 'FactAdded', 'FactRetracted', 'ContactAdded', 'ContactRetracted',
    'TagsChanged', 'DocumentStored', 'DocumentRetracted', 'ResumeRead', 'ResumeUndone', 'ResumeChecked', 'ResumeCorrected', 'ResumeReread', 'EmploymentChanged', 'PoolJoined', 'PoolLeft',
    'ApplicationReceived', 'StageChanged', 'ApplicationEnded', 'ApplicationReopened', 'Hired', 'MoveUndone', 'InterviewScheduled',
    'TaskDone', 'MessageFailed', 'MessageUnsure')
order by 1 desc, 2 desc limit $6

-- name: former-of-entries
select seq, field, value from former_value where workspace_id = $1 and seq in 

-- name: names-users
select id, name from user_account where workspace_id = $1 and id in 

-- name: names-jobs
select id, title from job where workspace_id = $1 and id in 

-- name: names-stages
select id, name from stage where workspace_id = $1 and id in 

-- name: names-reasons
select id, label from disposition_reason where workspace_id = $1 and id in 

-- name: names-pools
select id, name from talent_pool where workspace_id = $1 and id in 

-- name: names-documents
select id, file_name from document where workspace_id = $1 and id in 

-- name: matching-turn
-- across workspaces: it is the row of the workspace itself; changing nothing locks it
update workspace set name = name where id = $1

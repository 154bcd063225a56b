-- name: people-rows
select id, name, current_title, current_employer, city, country_code, status, source, experience_months, last_contact_at, created_at, updated_at
from person where workspace_id = $1 and id in 

-- name: skills-of-people
select person_id, value from person_fact where workspace_id = $1 and kind = 'skill' and retracted_at = 0 and person_id in 

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

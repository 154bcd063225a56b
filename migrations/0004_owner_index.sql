-- Owner: record. Today counts the people of one owner who have heard nothing for long.
create index person_by_owner on person (workspace_id, owner_id, last_contact_at, id);

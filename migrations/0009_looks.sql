-- Owner: record. What people wrote to us lately is found without reading every note and mail there is.
create index interaction_heard on interaction (workspace_id, at) where kind = 'email_in' and retracted_at = 0;

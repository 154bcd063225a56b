-- Owner: record. What the reader found in each resume, with its place on the page, and what a user said of it.

create table reading (
  workspace_id {int} not null references workspace (id),
  document_id {int} not null,
  person_id {int} not null,
  reader {int} not null,                    -- version of the reader; an older one reads again
  read_at {int} not null,
  pages {text} not null,                    -- JSON [[width, height], ...] in points; made up for formats without pages
  lines {text} not null,                    -- JSON [[page, x0, y0, x1, y1, text], ...] where the page is drawn from them; else empty
  unread {text} not null default '',        -- what the reader did not understand
  doubtful {int} not null default 0,        -- facts that wait for a user's word
  primary key (workspace_id, document_id),
  foreign key (workspace_id, document_id) references document (workspace_id, id)
) {strict};
create index reading_by_person on reading (workspace_id, person_id);
create index reading_by_doubt on reading (workspace_id, document_id) where doubtful > 0;

create table reading_fact (
  workspace_id {int} not null references workspace (id),
  id {int} not null,
  document_id {int} not null,
  part {text} not null check (part in ('person', 'contact', 'employment', 'education', 'skill', 'language', 'credential', 'personal')),
  part_no {int} not null,                   -- facts of one part make one row of the record
  ordinal {int} not null,                   -- order on the page
  field {text} not null,
  value {text} not null,                    -- as read
  quote {text} not null default '',         -- as printed
  page {int} not null default 0,            -- 0: no place
  x0 {int} not null default 0,              -- tenths of a point from the top left
  y0 {int} not null default 0,
  x1 {int} not null default 0,
  y1 {int} not null default 0,
  confidence {int} not null,                -- percent
  row_id {int} not null default 0,          -- the row of the record that the part became; 0 where it was known already
  verdict {text} not null default '' check (verdict in ('', 'right', 'corrected', 'removed')),
  said {text} not null default '',          -- what a user says instead
  said_by {int} not null default 0,
  said_at {int} not null default 0,
  primary key (workspace_id, id),
  foreign key (workspace_id, document_id) references reading (workspace_id, document_id)
) {strict};
create index reading_fact_by_document on reading_fact (workspace_id, document_id, ordinal);
create index reading_fact_by_row on reading_fact (workspace_id, row_id) where row_id <> 0;

-- The public list of recalls: what was announced, the latest first.
create index trace_recall_announced_ix on trace_recall (tenant_id, announced_at desc, id desc)
  where not drill and announced_at is not null;

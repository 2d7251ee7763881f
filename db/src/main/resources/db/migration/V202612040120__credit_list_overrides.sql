-- Overrides are listed by when they were proposed.
create index credit_rating_override_at_ix on credit_rating_override (tenant_id, proposed_at desc, id desc);

-- Consent signed on paper at the counter: the paper is kept, with who signed and who took it in.

alter table credit_consent add column paper_file uuid;
alter table credit_consent add column visit_id uuid;
alter table credit_consent add column given_name varchar(60);
alter table credit_consent add column taken_by uuid;
alter table credit_consent add column taken_name varchar(60);
alter table credit_consent add constraint credit_consent_paper_fk foreign key (tenant_id, paper_file) references platform_file (tenant_id, id);
alter table credit_consent add constraint credit_consent_visit_fk foreign key (tenant_id, visit_id) references member_visit (tenant_id, id);
alter table credit_consent add constraint credit_consent_paper_ck check (
  (signature_kind = 'COUNTER_PAPER') = (paper_file is not null)
  and num_nonnulls(paper_file, visit_id, given_name, taken_by, taken_name) in (0, 5));
alter table credit_consent add constraint credit_consent_himself_ck check (taken_by <> given_by);
comment on column credit_consent.paper_file is '窗口签的纸质同意书照片或扫描件；窗口签署必须有';
comment on column credit_consent.taken_by is '窗口经办人；不能就是签署人';

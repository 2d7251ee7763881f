-- A result for others counts only from a laboratory that is accredited on the sampling day; a farm's own quick test is its own.
create table trace_laboratory (
  id            uuid         not null constraint trace_laboratory_pk primary key,
  tenant_id     varchar(12)  not null constraint trace_laboratory_tenant_fk references platform_tenant (code),
  version       bigint       not null,
  name          varchar(100) not null,
  accreditation varchar(60)  not null,
  valid_from    date         not null,
  valid_until   date         not null,
  constraint trace_laboratory_tenant_id_uq unique (tenant_id, id),
  constraint trace_laboratory_name_uq unique (tenant_id, name),
  constraint trace_laboratory_term_ck check (valid_until >= valid_from)
);
comment on table trace_laboratory is '认可的检测机构：资质有效期内的结果才作数';
comment on column trace_laboratory.accreditation is '资质认定证书号（CMA、CATL）';
select jf_protect('trace_laboratory');

alter table trace_residue_test
  add column laboratory_id uuid,
  add column method varchar(60) not null default '',
  add column report_file_id uuid,
  add constraint trace_residue_test_laboratory_fk foreign key (tenant_id, laboratory_id)
    references trace_laboratory (tenant_id, id),
  add constraint trace_residue_test_laboratory_ck check (kind = 'SELF' or laboratory_id is not null) not valid;
comment on column trace_residue_test.method is '检测方法，例如 GB 23200.121';
comment on column trace_residue_test.report_file_id is '检测报告的照片或 PDF';

-- What a returned report was is kept; the same report may be entered again, right this time.
alter table trace_residue_test drop constraint trace_residue_test_report_uq;
create unique index trace_residue_test_report_uq on trace_residue_test (tenant_id, laboratory, report_no)
  where status <> 'REJECTED';

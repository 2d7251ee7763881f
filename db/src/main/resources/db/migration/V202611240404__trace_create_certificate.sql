create sequence jf_number_certificate;

create table trace_certificate (
  id            uuid          not null constraint trace_certificate_pk primary key,
  tenant_id     varchar(12)   not null constraint trace_certificate_tenant_fk references platform_tenant (code),
  version       bigint        not null,
  number        varchar(24)   not null,
  lot_id        uuid          not null,
  member_id     uuid          not null,
  product_name  varchar(100)  not null,
  kg            numeric(18,6) not null,
  origin        varchar(120)  not null,
  producer      varchar(100)  not null,
  contact       varchar(400)  not null,
  issued_on     date          not null,
  by_control    boolean       not null,
  by_self_test  boolean       not null,
  by_lab_test   boolean       not null,
  test_id       uuid,
  status        varchar(8)    not null,
  void_reason   varchar(300),
  voided_at     timestamptz,
  constraint trace_certificate_tenant_id_uq unique (tenant_id, id),
  constraint trace_certificate_number_uq unique (tenant_id, number),
  constraint trace_certificate_lot_fk foreign key (tenant_id, lot_id) references trace_lot (tenant_id, id),
  constraint trace_certificate_test_fk foreign key (tenant_id, test_id) references trace_residue_test (tenant_id, id),
  constraint trace_certificate_kg_ck check (kg > 0),
  constraint trace_certificate_basis_ck check (by_control or by_self_test or by_lab_test),
  constraint trace_certificate_test_basis_ck check (not (by_self_test or by_lab_test) or test_id is not null),
  constraint trace_certificate_status_ck check (status in ('ISSUED', 'VOID')),
  constraint trace_certificate_void_ck check ((status = 'VOID') = (void_reason is not null and voided_at is not null))
);
comment on table trace_certificate is '承诺达标合格证：生产者按批次开具，开出后不可改，只能作废重开';
comment on column trace_certificate.contact is '联系方式，号码已遮盖；完整号码在会员档案';
comment on column trace_certificate.kg is '产品数量，单位：千克';
create unique index trace_certificate_one_per_lot_uq on trace_certificate (tenant_id, lot_id) where status = 'ISSUED';
create index trace_certificate_member_ix on trace_certificate (tenant_id, member_id, issued_on);

create function trace_certificate_keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.status = 'VOID'
     or (to_jsonb(new) - array['version', 'status', 'void_reason', 'voided_at'])
        is distinct from (to_jsonb(old) - array['version', 'status', 'void_reason', 'voided_at']) then
    raise exception using errcode = 'check_violation',
      constraint = 'trace_certificate_immutable_ck', message = 'violates constraint "trace_certificate_immutable_ck"';
  end if;
  return new;
end $$;
create trigger trace_certificate_immutable before update or delete on trace_certificate
  for each row execute function trace_certificate_keep();
select jf_protect('trace_certificate');

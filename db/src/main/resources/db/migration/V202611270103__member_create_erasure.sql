-- A person's request that what is kept of him be deleted, decided by a second person; what was deleted stays so.
create table member_erasure (
  id              uuid         not null constraint member_erasure_pk primary key,
  tenant_id       varchar(12)  not null constraint member_erasure_tenant_fk references platform_tenant (code),
  version         bigint       not null default 0,
  person_id       uuid         not null,
  status          varchar(10)  not null,
  by_self         boolean      not null,
  reason          varchar(400) not null,
  requested_by    uuid         not null,
  requested_name  varchar(60)  not null,
  requested_at    timestamptz  not null,
  decided_by      uuid,
  decided_name    varchar(60),
  decided_at      timestamptz,
  decision_reason varchar(400),
  constraint member_erasure_tenant_uq unique (tenant_id, id),
  constraint member_erasure_person_fk foreign key (tenant_id, person_id) references member_person (tenant_id, id),
  constraint member_erasure_status_ck check (status in ('REQUESTED', 'ERASED', 'REFUSED', 'WITHDRAWN')),
  constraint member_erasure_self_ck check (by_self = (requested_by = person_id)),
  constraint member_erasure_decided_ck check ((status = 'REQUESTED') = (decided_by is null)
    and (decided_by is null) = (decided_at is null) and (decided_by is null) = (decided_name is null)),
  constraint member_erasure_reason_ck check (status not in ('ERASED', 'REFUSED') or length(btrim(decision_reason)) >= 2),
  constraint member_erasure_four_eyes_ck check (status not in ('ERASED', 'REFUSED') or decided_by not in (requested_by, person_id))
);
comment on table member_erasure is '删除个人信息的申请：本人在手机上或窗口提出，由另一人决定；删除即销毁个人密钥，不可恢复';
create unique index member_erasure_open_uq on member_erasure (tenant_id, person_id) where status = 'REQUESTED';
create index member_erasure_person_ix on member_erasure (tenant_id, person_id);
select jf_protect('member_erasure');
revoke delete on member_erasure from ${app_role};

alter table member_person add column erased_at timestamptz,
  add constraint member_person_erased_ck check (erased_at is null or num_nonnulls(id_sealed, id_masked, id_index, id_tail4, id_tail6) = 0);
comment on column member_person.erased_at is '个人信息删除的时间；此后姓名、证件、号码都不再保存';

create function jf_erased_stays() returns trigger language plpgsql as $$
begin
  raise exception 'what was deleted stays deleted' using errcode = 'check_violation', constraint = 'member_person_erased_final_ck';
end $$;
create trigger member_person_erased_tr before update on member_person
  for each row when (old.erased_at is not null) execute function jf_erased_stays();
create trigger platform_person_key_destroyed_tr before update on platform_person_key
  for each row when (old.wrapped_key is null) execute function jf_erased_stays();
create trigger member_erasure_closed_tr before update on member_erasure
  for each row when (old.status <> 'REQUESTED') execute function jf_erased_stays();

-- At the counter a clerk does for a member, who is there with his card, what the member could do on the phone.
create sequence jf_number_counter_visit;
create table member_visit (
  id           uuid         not null constraint member_visit_pk primary key,
  tenant_id    varchar(12)  not null constraint member_visit_tenant_fk references platform_tenant (code),
  version      bigint       not null,
  no           varchar(20)  not null,
  status       varchar(10)  not null,
  member_id    uuid         not null,
  person_id    uuid         not null,
  person_name  varchar(60)  not null,
  clerk_id     uuid         not null,
  clerk_name   varchar(60)  not null,
  purpose      varchar(200) not null,
  paper_file   uuid         not null,
  began_at     timestamptz  not null,
  ended_at     timestamptz,
  objected_at  timestamptz,
  objected_by  uuid,
  objection    varchar(400),
  settled_at   timestamptz,
  settled_by   uuid,
  settled_name varchar(60),
  settlement   varchar(400),
  constraint member_visit_tenant_uq unique (tenant_id, id),
  constraint member_visit_no_uq unique (tenant_id, no),
  constraint member_visit_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint member_visit_person_fk foreign key (tenant_id, person_id) references member_person (tenant_id, id),
  constraint member_visit_paper_fk foreign key (tenant_id, paper_file) references platform_file (tenant_id, id),
  constraint member_visit_status_ck check (status in ('RUNNING', 'ENDED', 'OBJECTED', 'SETTLED')),
  constraint member_visit_own_ck check (clerk_id <> person_id),
  constraint member_visit_four_eyes_ck check (settled_by not in (clerk_id, person_id, objected_by)),
  constraint member_visit_ended_ck check ((status = 'RUNNING') = (ended_at is null)),
  constraint member_visit_objected_ck check ((status in ('OBJECTED', 'SETTLED')) = (objected_at is not null)
    and (objected_at is null) = (objection is null) and (objected_at is null) = (objected_by is null)),
  constraint member_visit_settled_ck check ((status = 'SETTLED') = (settled_at is not null)
    and (settled_at is null) = (settlement is null) and (settled_at is null) = (settled_by is null))
);
comment on table member_visit is '窗口代办：会员本人持身份证到窗口，由经办人代为办理；会员收到短信，可提出异议，由经办人以外的人处理';
create unique index member_visit_running_uq on member_visit (tenant_id, clerk_id) where status = 'RUNNING';
create index member_visit_member_ix on member_visit (tenant_id, member_id, began_at);
create index member_visit_objected_ix on member_visit (tenant_id, objected_at) where status = 'OBJECTED';
select jf_protect('member_visit');

create table member_visit_act (
  id          bigint generated always as identity constraint member_visit_act_pk primary key,
  tenant_id   varchar(12)  not null constraint member_visit_act_tenant_fk references platform_tenant (code),
  visit_id    uuid         not null,
  at          timestamptz  not null,
  action      varchar(40)  not null,
  object_type varchar(60)  not null,
  object_id   uuid,
  constraint member_visit_act_visit_fk foreign key (tenant_id, visit_id) references member_visit (tenant_id, id)
);
comment on table member_visit_act is '窗口代办里办了什么：与审计记录同一事务写入，只增不改';
create index member_visit_act_ix on member_visit_act (tenant_id, visit_id, id);
select jf_protect('member_visit_act');
revoke update, delete on member_visit_act from ${app_role};

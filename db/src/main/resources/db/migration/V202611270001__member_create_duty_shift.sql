create table member_duty_shift (
  id              uuid        not null constraint member_duty_shift_pk primary key,
  tenant_id       varchar(12) not null constraint member_duty_shift_tenant_fk references platform_tenant (code),
  version         bigint      not null,
  organisation_id uuid        not null,
  person_name     varchar(60) not null,
  phone           varchar(20) not null,
  from_at         timestamptz not null,
  to_at           timestamptz not null,
  constraint member_duty_shift_tenant_uq unique (tenant_id, id),
  constraint member_duty_shift_organisation_fk foreign key (tenant_id, organisation_id) references member_organisation (tenant_id, id),
  constraint member_duty_shift_twice_uq unique (tenant_id, organisation_id, phone, from_at),
  constraint member_duty_shift_hours_ck check (to_at > from_at and to_at <= from_at + interval '7 days'),
  constraint member_duty_shift_phone_ck check (phone ~ '^[0-9][0-9-]{4,19}$')
);
comment on table member_duty_shift is '值班表：下班时间农户被挡住时打给谁、到几点为止；电话对本辖区会员公开';
create index member_duty_shift_now_ix on member_duty_shift (tenant_id, to_at);
select jf_protect('member_duty_shift');

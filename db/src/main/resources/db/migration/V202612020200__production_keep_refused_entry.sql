-- What phones sent late and the rules refused: kept until the farm has mended it or lets it go.
create table production_refused_entry (
  id         uuid         not null constraint production_refused_entry_pk primary key,
  tenant_id  varchar(12)  not null constraint production_refused_entry_tenant_fk references platform_tenant (code),
  version    bigint       not null,
  member_id  uuid         not null,
  division   varchar(12)  not null,
  client_uid uuid         not null,
  form       varchar(60)  not null,
  person_id  uuid         not null,
  by_name    varchar(60)  not null,
  typed      text         not null,
  status     smallint     not null,
  code       varchar(80)  not null,
  field      varchar(60),
  words      varchar(1000) not null,
  words_en   varchar(1000) not null,
  times      integer      not null,
  state      varchar(10)  not null,
  first_at   timestamptz  not null,
  refused_at timestamptz  not null,
  constraint production_refused_entry_tid_uq unique (tenant_id, id),
  constraint production_refused_entry_client_uq unique (tenant_id, member_id, client_uid),
  constraint production_refused_entry_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint production_refused_entry_form_ck check (form ~ '^/portal/[a-z-]+$'),
  constraint production_refused_entry_typed_ck check (typed like '1.refused-entry.%' and length(typed) <= 30000),
  constraint production_refused_entry_status_ck check (status between 400 and 499),
  constraint production_refused_entry_times_ck check (times > 0),
  constraint production_refused_entry_state_ck check (state in ('OPEN', 'MENDED', 'DISMISSED')),
  constraint production_refused_entry_at_ck check (refused_at >= first_at)
);
comment on table production_refused_entry is '没发成的记录：手机断网时填、补传时被规则拒绝的，原样加密留存（typed，用填写人的密钥），code、field、words 是拒绝的原因；同一条再传只改原因；改好重发成功为 MENDED，不要了为 DISMISSED';
create index production_refused_entry_list_ix on production_refused_entry (tenant_id, first_at desc, id desc);
create index production_refused_entry_member_ix on production_refused_entry (tenant_id, member_id, first_at desc, id desc);
create index production_refused_entry_open_ix on production_refused_entry (tenant_id, member_id) where state = 'OPEN';
select jf_protect('production_refused_entry');
revoke delete on production_refused_entry from ${app_role};

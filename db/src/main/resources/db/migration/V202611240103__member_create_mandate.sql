-- Acting for another, consent, use of services and the member account.
create table member_mandate (
  id             uuid         not null constraint member_mandate_pk primary key,
  tenant_id      varchar(12)  not null constraint member_mandate_tenant_fk references platform_tenant (code),
  version        bigint       not null,
  member_id      uuid         not null,
  agent_id       uuid         not null,
  agent_name     varchar(60)  not null,
  from_on        date         not null,
  to_on          date         not null,
  paper          varchar(200) not null,
  granted_by     uuid         not null,
  revoked_on     date,
  revoke_reason  varchar(400),
  constraint member_mandate_tenant_uq unique (tenant_id, id),
  constraint member_mandate_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint member_mandate_dates_ck check (to_on >= from_on and to_on <= from_on + 731),
  constraint member_mandate_revoked_ck check ((revoked_on is null) = (revoke_reason is null))
);
comment on table member_mandate is '代办授权：谁可在何期间替会员办事，可随时撤销，最长两年；paper 为授权书编号或存放处';
create index member_mandate_agent_ix on member_mandate (tenant_id, agent_id) where revoked_on is null;
create index member_mandate_member_ix on member_mandate (tenant_id, member_id);
select jf_protect('member_mandate');

create table member_privacy_consent (
  id             uuid        not null constraint member_privacy_consent_pk primary key,
  tenant_id      varchar(12) not null constraint member_privacy_consent_tenant_fk references platform_tenant (code),
  version        bigint      not null,
  person_id      uuid        not null,
  notice_version varchar(20) not null,
  given_at       timestamptz not null,
  given_how      varchar(10) not null,
  withdrawn_at   timestamptz,
  constraint member_privacy_consent_tenant_uq unique (tenant_id, id),
  constraint member_privacy_consent_person_fk foreign key (tenant_id, person_id) references member_person (tenant_id, id),
  constraint member_privacy_consent_how_ck check (given_how in ('PHONE', 'PAPER')),
  constraint member_privacy_consent_dates_ck check (withdrawn_at is null or withdrawn_at >= given_at)
);
comment on table member_privacy_consent is '个人信息处理告知与同意：本人作出，可撤回，不得代替他人同意';
create unique index member_privacy_consent_open_uq on member_privacy_consent (tenant_id, person_id, notice_version) where withdrawn_at is null;
select jf_protect('member_privacy_consent');

create table member_service_use (
  tenant_id   varchar(12)  not null constraint member_service_use_tenant_fk references platform_tenant (code),
  source      varchar(60)  not null,
  source_id   uuid         not null,
  kind        varchar(30)  not null,
  member_id   uuid         not null,
  occurred_on date         not null,
  reversed_at timestamptz,
  constraint member_service_use_pk primary key (tenant_id, source, source_id, kind),
  constraint member_service_use_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint member_service_use_kind_ck check (kind in ('PRODUCTION_RECORD', 'FIELD_SERVICE', 'DEVICE', 'INPUT_PURCHASE',
    'PACKAGING_RETURN', 'PRODUCT_SALE', 'TRACEABILITY', 'RESIDUE_TEST', 'BRAND', 'RATING', 'FINANCING', 'INSURANCE', 'TRAINING'))
);
comment on table member_service_use is '数字服务使用：每件事实只记一次，撤销后不计';
create index member_service_use_member_ix on member_service_use (tenant_id, member_id, occurred_on) where reversed_at is null;
select jf_protect('member_service_use');

create table member_turnover (
  id          bigint generated always as identity constraint member_turnover_pk primary key,
  tenant_id   varchar(12)   not null constraint member_turnover_tenant_fk references platform_tenant (code),
  member_id   uuid          not null,
  year        integer       not null,
  kind        varchar(10)   not null,
  quantity_kg numeric(18,6),
  amount      numeric(18,2) not null,
  product     varchar(100)  not null,
  source      varchar(60)   not null,
  source_id   uuid          not null,
  recorded_at timestamptz   not null,
  constraint member_turnover_tenant_uq unique (tenant_id, id),
  constraint member_turnover_source_uq unique (tenant_id, source, source_id, kind),
  constraint member_turnover_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint member_turnover_kind_ck check (kind in ('PURCHASE', 'SALE', 'SERVICE')),
  constraint member_turnover_year_ck check (year between 2000 and 2100)
);
comment on table member_turnover is '成员账户交易量（额）：千克与元；只增不改，更正以负数另记';
create index member_turnover_member_ix on member_turnover (tenant_id, member_id, year, kind);
select jf_protect('member_turnover');
revoke update, delete on member_turnover from ${app_role};

create table member_import (
  id          uuid         not null constraint member_import_pk primary key,
  tenant_id   varchar(12)  not null constraint member_import_tenant_fk references platform_tenant (code),
  version     bigint       not null,
  file_name   varchar(200) not null,
  content     bytea        not null,
  status      varchar(10)  not null,
  rows_good   integer      not null,
  rows_bad    integer      not null,
  by_person   uuid         not null,
  created_at  timestamptz  not null,
  done_at     timestamptz,
  constraint member_import_tenant_uq unique (tenant_id, id),
  constraint member_import_status_ck check (status in ('CHECKED', 'DONE')),
  constraint member_import_size_ck check (length(content) <= 10485760),
  constraint member_import_rows_ck check (rows_good >= 0 and rows_bad >= 0)
);
comment on table member_import is '会员批量导入：先试算后导入；原文件含个人信息，导入后清空，逾期由任务删除';
select jf_protect('member_import');

-- Who belongs to the federation: organisations, persons, members and what binds them.

create sequence jf_number_member;
create sequence jf_number_member_application;

create table member_organisation (
  id            uuid         not null constraint member_organisation_pk primary key,
  tenant_id     varchar(12)  not null constraint member_organisation_tenant_fk references platform_tenant (code),
  version       bigint       not null,
  kind          varchar(20)  not null,
  name          varchar(100) not null,
  parent_id     uuid,
  path          varchar(200) not null,
  division_code varchar(12)  not null,
  contact_phone varchar(20),
  founded_on    date,
  closed_on     date,
  constraint member_organisation_tenant_uq unique (tenant_id, id),
  constraint member_organisation_name_uq unique (tenant_id, name),
  constraint member_organisation_path_uq unique (tenant_id, path),
  constraint member_organisation_parent_fk foreign key (tenant_id, parent_id) references member_organisation (tenant_id, id),
  constraint member_organisation_kind_ck check (kind in ('FEDERATION', 'TOWNSHIP', 'INDUSTRY')),
  constraint member_organisation_root_ck check ((kind = 'FEDERATION') = (parent_id is null)),
  constraint member_organisation_dates_ck check (closed_on is null or founded_on is null or closed_on >= founded_on)
);
comment on table member_organisation is '农合联组织：县级、乡镇、产业农合联；path 由上级到本级，供数据范围使用';
comment on column member_organisation.contact_phone is '办事电话（公开）';
create unique index member_organisation_root_uq on member_organisation (tenant_id) where parent_id is null;
select jf_protect('member_organisation');

create table member_person (
  id         uuid        not null constraint member_person_pk primary key,
  tenant_id  varchar(12) not null constraint member_person_tenant_fk references platform_tenant (code),
  version    bigint      not null,
  name       varchar(60) not null,
  id_sealed  text,
  id_masked  varchar(20),
  id_index   varchar(64),
  id_tail4   varchar(64),
  id_tail6   varchar(64),
  created_at timestamptz not null,
  constraint member_person_tenant_uq unique (tenant_id, id),
  constraint member_person_name_ck check (length(btrim(name)) >= 1),
  constraint member_person_identity_ck check (num_nonnulls(id_sealed, id_masked, id_index, id_tail4, id_tail6) in (0, 5))
);
comment on table member_person is '自然人；证件号只存密文、掩码与带密钥的索引';
create unique index member_person_identity_uq on member_person (tenant_id, id_index) where id_index is not null;
create index member_person_tail4_ix on member_person (tenant_id, id_tail4) where id_tail4 is not null;
select jf_protect('member_person');

create table member_person_mobile (
  id           uuid        not null constraint member_person_mobile_pk primary key,
  tenant_id    varchar(12) not null constraint member_person_mobile_tenant_fk references platform_tenant (code),
  version      bigint      not null,
  person_id    uuid        not null,
  sealed       text        not null,
  masked       varchar(20) not null,
  whole_index  varchar(64) not null,
  tail_index   varchar(64) not null,
  bound_at     timestamptz not null,
  bound_how    varchar(10) not null,
  ended_at     timestamptz,
  ended_reason varchar(200),
  constraint member_person_mobile_tenant_uq unique (tenant_id, id),
  constraint member_person_mobile_person_fk foreign key (tenant_id, person_id) references member_person (tenant_id, id),
  constraint member_person_mobile_how_ck check (bound_how in ('REGISTER', 'COUNTER', 'CODE')),
  constraint member_person_mobile_dates_ck check (ended_at is null or ended_at >= bound_at)
);
comment on table member_person_mobile is '联系号码：几个人可以共用一个号码，一个人可以有几个；换号在窗口凭证件办理';
create unique index member_person_mobile_uq on member_person_mobile (tenant_id, person_id, whole_index) where ended_at is null;
create index member_person_mobile_whole_ix on member_person_mobile (tenant_id, whole_index) where ended_at is null;
create index member_person_mobile_tail_ix on member_person_mobile (tenant_id, tail_index) where ended_at is null;
select jf_protect('member_person_mobile');

create table member_member (
  id              uuid          not null constraint member_member_pk primary key,
  tenant_id       varchar(12)   not null constraint member_member_tenant_fk references platform_tenant (code),
  version         bigint        not null,
  no              varchar(12)   not null,
  name            varchar(100)  not null,
  kind            varchar(30)   not null,
  uscc            varchar(18),
  status          varchar(12)   not null,
  division_code   varchar(12)   not null,
  township_code   varchar(9)    not null generated always as (substr(division_code, 1, 9)) stored,
  address         varchar(200),
  area_mu         numeric(12,4),
  main_products   varchar(200),
  staff           integer,
  households_led  integer,
  admitted_on     date          not null,
  suspended_until date,
  suspend_reason  varchar(400),
  notice_on       date,
  ends_on         date,
  ended_on        date,
  demo            boolean       not null default false,
  constraint member_member_tenant_uq unique (tenant_id, id),
  constraint member_member_no_uq unique (tenant_id, no),
  constraint member_member_no_ck check (no ~ '^M-[0-9]{6,}$'),
  constraint member_member_kind_ck check (kind in ('COOPERATIVE', 'FAMILY_FARM', 'AGRIBUSINESS', 'LARGE_GROWER',
    'VILLAGE_ECONOMIC_COOPERATIVE', 'SERVICE_ORGANISATION')),
  constraint member_member_status_ck check (status in ('ACTIVE', 'SUSPENDED', 'LEAVING', 'ENDED')),
  constraint member_member_division_ck check (division_code ~ '^[0-9]{9}([0-9]{3})?$'),
  constraint member_member_uscc_ck check (uscc is null or length(uscc) = 18),
  constraint member_member_area_ck check (area_mu is null or area_mu >= 0),
  constraint member_member_people_ck check ((staff is null or staff >= 0) and (households_led is null or households_led >= 0)),
  constraint member_member_suspended_ck check (status <> 'SUSPENDED' or suspend_reason is not null),
  constraint member_member_leaving_ck check (status <> 'LEAVING' or (notice_on is not null and ends_on is not null)),
  constraint member_member_ended_ck check ((status = 'ENDED') = (ended_on is not null)),
  constraint member_member_year_end_ck check (ends_on is null or (extract(month from ends_on) = 12 and extract(day from ends_on) = 31))
);
comment on table member_member is '会员名录；面积单位亩；退会按提出日期在年末生效';
comment on column member_member.area_mu is '经营面积，亩';
create unique index member_member_uscc_uq on member_member (tenant_id, uscc) where uscc is not null and status <> 'ENDED';
create index member_member_list_ix on member_member (tenant_id, status, no);
create index member_member_township_ix on member_member (tenant_id, township_code, no);
create index member_member_name_ix on member_member (tenant_id, name collate "C", no);
create index member_member_admitted_ix on member_member (tenant_id, admitted_on, no);
select jf_protect('member_member');

create table member_post (
  id         uuid        not null constraint member_post_pk primary key,
  tenant_id  varchar(12) not null constraint member_post_tenant_fk references platform_tenant (code),
  version    bigint      not null,
  member_id  uuid        not null,
  person_id  uuid        not null,
  role       varchar(10) not null,
  from_on    date        not null,
  to_on      date,
  constraint member_post_tenant_uq unique (tenant_id, id),
  constraint member_post_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint member_post_person_fk foreign key (tenant_id, person_id) references member_person (tenant_id, id),
  constraint member_post_role_ck check (role in ('HEAD', 'CONTACT', 'STAFF')),
  constraint member_post_dates_ck check (to_on is null or to_on >= from_on)
);
comment on table member_post is '人员任职：负责人、联系人、从业人员，按起止日期';
create unique index member_post_head_uq on member_post (tenant_id, member_id) where role = 'HEAD' and to_on is null;
create unique index member_post_open_uq on member_post (tenant_id, member_id, person_id, role) where to_on is null;
create index member_post_person_ix on member_post (tenant_id, person_id) where to_on is null;
select jf_protect('member_post');

create table member_membership (
  id              uuid        not null constraint member_membership_pk primary key,
  tenant_id       varchar(12) not null constraint member_membership_tenant_fk references platform_tenant (code),
  version         bigint      not null,
  member_id       uuid        not null,
  organisation_id uuid        not null,
  from_on         date        not null,
  to_on           date,
  constraint member_membership_tenant_uq unique (tenant_id, id),
  constraint member_membership_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint member_membership_organisation_fk foreign key (tenant_id, organisation_id) references member_organisation (tenant_id, id),
  constraint member_membership_dates_ck check (to_on is null or to_on >= from_on)
);
comment on table member_membership is '会员可同时属于几个农合联';
create unique index member_membership_open_uq on member_membership (tenant_id, member_id, organisation_id) where to_on is null;
create index member_membership_organisation_ix on member_membership (tenant_id, organisation_id) where to_on is null;
select jf_protect('member_membership');

create table member_subject (
  id            uuid         not null constraint member_subject_pk primary key,
  tenant_id     varchar(12)  not null constraint member_subject_tenant_fk references platform_tenant (code),
  version       bigint       not null,
  kind          varchar(20)  not null,
  name          varchar(100) not null,
  member_id     uuid,
  division_code varchar(12)  not null,
  from_on       date         not null,
  to_on         date,
  constraint member_subject_tenant_uq unique (tenant_id, id),
  constraint member_subject_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint member_subject_kind_ck check (kind in ('HOUSEHOLD', 'COLLECTIVE', 'ENTERPRISE', 'COOPERATIVE', 'FAMILY_FARM')),
  constraint member_subject_dates_ck check (to_on is null or to_on >= from_on)
);
comment on table member_subject is '生产主体：户、集体、企业、合作社、家庭农场；农资定额挂在主体上，不挂在会员上';
create unique index member_subject_member_uq on member_subject (tenant_id, member_id) where member_id is not null and to_on is null;
select jf_protect('member_subject');

create table member_subject_person (
  id         uuid        not null constraint member_subject_person_pk primary key,
  tenant_id  varchar(12) not null constraint member_subject_person_tenant_fk references platform_tenant (code),
  version    bigint      not null,
  subject_id uuid        not null,
  person_id  uuid        not null,
  from_on    date        not null,
  to_on      date,
  constraint member_subject_person_tenant_uq unique (tenant_id, id),
  constraint member_subject_person_subject_fk foreign key (tenant_id, subject_id) references member_subject (tenant_id, id),
  constraint member_subject_person_person_fk foreign key (tenant_id, person_id) references member_person (tenant_id, id),
  constraint member_subject_person_dates_ck check (to_on is null or to_on >= from_on)
);
comment on table member_subject_person is '主体人员：一个人同一时间只在一个主体';
create unique index member_subject_person_one_uq on member_subject_person (tenant_id, person_id) where to_on is null;
create index member_subject_person_subject_ix on member_subject_person (tenant_id, subject_id);
select jf_protect('member_subject_person');

-- Look-up terms in place of a trigram index: LIKE and ILIKE are not leakproof, so under row-level security
-- the planner would not use an index for them; ranges over text are, so a plain b-tree serves.
create table member_search_term (
  tenant_id varchar(12)                not null constraint member_search_term_tenant_fk references platform_tenant (code),
  term      varchar(120) collate "C"   not null,
  member_id uuid                       not null,
  constraint member_search_term_pk primary key (tenant_id, term, member_id),
  constraint member_search_term_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id) on delete cascade
);
comment on table member_search_term is '查找词：名称与拼音首字母的每个后缀、会员号、信用代码、号码尾数的带密钥索引；首字符为类别';
create index member_search_term_member_ix on member_search_term (tenant_id, member_id);
select jf_protect('member_search_term');

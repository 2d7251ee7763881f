-- Admission: opinion of the township, decision of the county by another person.
create table member_application (
  id                 uuid          not null constraint member_application_pk primary key,
  tenant_id          varchar(12)   not null constraint member_application_tenant_fk references platform_tenant (code),
  version            bigint        not null,
  no                 varchar(16)   not null,
  status             varchar(16)   not null,
  name               varchar(100)  not null,
  kind               varchar(30)   not null,
  uscc               varchar(18),
  division_code      varchar(12)   not null,
  township_code      varchar(9)    not null generated always as (substr(division_code, 1, 9)) stored,
  address            varchar(200),
  area_mu            numeric(12,4),
  main_products      varchar(200),
  applicant_id       uuid          not null,
  created_at         timestamptz   not null,
  submitted_by       uuid,
  submitted_at       timestamptz,
  due_on             date,
  days_left          integer,
  returned_from      varchar(16),
  return_reason      varchar(400),
  township_by        uuid,
  township_at        timestamptz,
  township_opinion   varchar(400),
  decided_by         uuid,
  decided_at         timestamptz,
  decision_reason    varchar(400),
  member_id          uuid,
  demo               boolean       not null default false,
  constraint member_application_tenant_uq unique (tenant_id, id),
  constraint member_application_no_uq unique (tenant_id, no),
  constraint member_application_applicant_fk foreign key (tenant_id, applicant_id) references member_person (tenant_id, id),
  constraint member_application_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint member_application_status_ck check (status in ('DRAFT', 'TOWNSHIP_REVIEW', 'COUNTY_REVIEW', 'RETURNED',
    'ADMITTED', 'REJECTED', 'WITHDRAWN')),
  constraint member_application_kind_ck check (kind in ('COOPERATIVE', 'FAMILY_FARM', 'AGRIBUSINESS', 'LARGE_GROWER',
    'VILLAGE_ECONOMIC_COOPERATIVE', 'SERVICE_ORGANISATION')),
  constraint member_application_division_ck check (division_code ~ '^[0-9]{9}([0-9]{3})?$'),
  constraint member_application_area_ck check (area_mu is null or area_mu > 0),
  constraint member_application_clock_ck check ((status in ('TOWNSHIP_REVIEW', 'COUNTY_REVIEW')) = (due_on is not null)),
  constraint member_application_returned_ck check ((status = 'RETURNED') = (returned_from is not null)
    and (status <> 'RETURNED' or (days_left is not null and return_reason is not null))),
  constraint member_application_admitted_ck check ((status = 'ADMITTED') = (member_id is not null)),
  constraint member_application_township_ck check (status not in ('COUNTY_REVIEW', 'ADMITTED') or township_by is not null),
  constraint member_application_eyes_ck check (status <> 'ADMITTED'
    or (decided_by <> submitted_by and decided_by <> township_by and decided_by <> applicant_id and township_by <> submitted_by
        and township_by <> applicant_id))
);
comment on table member_application is '入会申请：提交、乡镇初审、县级审核；退回补正保留环节、停止计时；提交、初审、审核三步由不同的人办理';
create index member_application_open_ix on member_application (tenant_id, status, due_on);
create index member_application_applicant_ix on member_application (tenant_id, applicant_id);
create unique index member_application_uscc_uq on member_application (tenant_id, uscc)
  where uscc is not null and status in ('TOWNSHIP_REVIEW', 'COUNTY_REVIEW', 'RETURNED');
select jf_protect('member_application');

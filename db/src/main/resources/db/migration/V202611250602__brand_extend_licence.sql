-- The on-site check with its list, papers, and how a licence ends.

alter table brand_licence drop constraint brand_licence_status_ck;
alter table brand_licence add constraint brand_licence_status_ck check (status in
  ('SUBMITTED', 'DEFECTS', 'CHECKED', 'ACTIVE', 'SUSPENDED', 'DECLINED', 'WITHDRAWN', 'EXPIRED', 'REVOKED'));
drop index brand_licence_one_live_uq;
create unique index brand_licence_one_live_uq on brand_licence (tenant_id, member_id, class_code)
  where status in ('SUBMITTED', 'DEFECTS', 'CHECKED', 'ACTIVE', 'SUSPENDED');

alter table brand_licence add column products varchar(200) not null default '', add column ended_at timestamptz;
alter table brand_licence
  add constraint brand_licence_standard_fk foreign key (tenant_id, standard) references brand_standard (tenant_id, code),
  add constraint brand_licence_passed_ck check (status not in ('CHECKED', 'ACTIVE', 'SUSPENDED', 'EXPIRED', 'REVOKED')
    or check_score >= 80),
  add constraint brand_licence_applicant_ck check ((checked_by is null or checked_by <> applied_by)
    and (decided_by is null or decided_by <> applied_by)),
  add constraint brand_licence_ended_ck check ((ended_at is not null) = (status in ('EXPIRED', 'REVOKED')));
comment on column brand_licence.products is '拟用标的产品';
comment on column brand_licence.standard is '承诺遵循的团体标准编号';
comment on column brand_licence.ended_at is '到期或终止授权的时间';

create table brand_licence_check (
  id          bigint generated always as identity constraint brand_licence_check_pk primary key,
  tenant_id   varchar(12)  not null,
  licence_id  uuid         not null,
  environment int          not null,
  records     int          not null,
  inputs      int          not null,
  packing     int          not null,
  labels      int          not null,
  score       int          not null generated always as (environment + records + inputs + packing + labels) stored,
  note        varchar(500) not null,
  photo_id    uuid,
  at          timestamptz  not null,
  by_person   uuid         not null,
  by_name     varchar(60)  not null,
  constraint brand_licence_check_licence_fk foreign key (tenant_id, licence_id) references brand_licence (tenant_id, id),
  constraint brand_licence_check_photo_fk foreign key (tenant_id, photo_id) references platform_file (tenant_id, id),
  constraint brand_licence_check_points_ck check (environment between 0 and 20 and records between 0 and 20
    and inputs between 0 and 20 and packing between 0 and 20 and labels between 0 and 20)
);
comment on table brand_licence_check is '现场检查：环境、记录、农资存放、包装、标签保管各 20 分，80 分通过；只增不改';
create index brand_licence_check_licence_ix on brand_licence_check (tenant_id, licence_id, id);
select jf_protect('brand_licence_check');
revoke update, delete on brand_licence_check from ${app_role};

create table brand_licence_paper (
  tenant_id  varchar(12) not null,
  licence_id uuid        not null,
  file_id    uuid        not null,
  constraint brand_licence_paper_pk primary key (tenant_id, licence_id, file_id),
  constraint brand_licence_paper_licence_fk foreign key (tenant_id, licence_id) references brand_licence (tenant_id, id),
  constraint brand_licence_paper_file_fk foreign key (tenant_id, file_id) references platform_file (tenant_id, id)
);
comment on table brand_licence_paper is '申请时附的材料';
select jf_protect('brand_licence_paper');

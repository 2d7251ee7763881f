-- Admission: who entered it at the counter with which paper; one open application per person and name.
-- Log-in by phone: when a person was last seen under a number (R2), and which number a code was sent to.
alter table member_application
  add column entered_by      uuid,
  add column entered_by_name varchar(60),
  add column paper_file      uuid,
  add column licence_file    uuid,
  add constraint member_application_paper_fk foreign key (tenant_id, paper_file) references platform_file (tenant_id, id),
  add constraint member_application_licence_fk foreign key (tenant_id, licence_file) references platform_file (tenant_id, id),
  add constraint member_application_entered_ck check (num_nonnulls(entered_by, entered_by_name, paper_file) in (0, 3)),
  add constraint member_application_entered_self_ck check (entered_by is null or entered_by <> applicant_id),
  add constraint member_application_farmed_ck check (kind not in ('FAMILY_FARM', 'LARGE_GROWER') or area_mu is not null);
comment on column member_application.entered_by is '窗口代办人：申请人不在手机上办时由工作人员代录，须拍存纸质申请';
comment on column member_application.entered_by_name is '代办人姓名或岗位，与申请人姓名一并进入经过';
comment on column member_application.paper_file is '纸质申请照片';
comment on column member_application.licence_file is '营业执照照片（可不传）';
create unique index member_application_open_uq on member_application (tenant_id, applicant_id, name)
  where status in ('TOWNSHIP_REVIEW', 'COUNTY_REVIEW', 'RETURNED');

alter table member_person_mobile add column seen_at timestamptz;
comment on column member_person_mobile.seen_at is '本人最近一次用这个号码登录的时间；为空即新绑定，登录时要核对身份证后六位';

alter table platform_login_code add column number_index varchar(64) not null default '';
comment on column platform_login_code.number_index is '验证码发往号码的带密钥索引，不存号码本身';

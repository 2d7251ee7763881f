-- 庄稼医院: who treats, what is known of pests, what farms asked and what they were told.

create sequence jf_number_consult;
create sequence jf_number_prescription;

create table production_hospital (
  id        uuid         not null constraint production_hospital_pk primary key,
  tenant_id varchar(12)  not null constraint production_hospital_tenant_fk references platform_tenant (code),
  version   bigint       not null,
  name      varchar(60)  not null,
  address   varchar(120) not null,
  hours     varchar(60)  not null,
  phone     varchar(30)  not null,
  star      integer      not null,
  active    boolean      not null,
  demo      boolean      not null default false,
  constraint production_hospital_tid_uq unique (tenant_id, id),
  constraint production_hospital_name_uq unique (tenant_id, name),
  constraint production_hospital_star_ck check (star between 0 and 5)
);
comment on table production_hospital is '庄稼医院：地址、开门时间、电话、星级（0 未评）';
select jf_protect('production_hospital');

create table production_doctor (
  id          uuid         not null constraint production_doctor_pk primary key,
  tenant_id   varchar(12)  not null,
  version     bigint       not null,
  hospital_id uuid         not null,
  login       varchar(60)  not null,
  name        varchar(60)  not null,
  level       varchar(12)  not null,
  fields      varchar(12)[] not null,
  daily_quota integer      not null,
  active      boolean      not null,
  demo        boolean      not null default false,
  constraint production_doctor_tid_uq unique (tenant_id, id),
  constraint production_doctor_login_uq unique (tenant_id, login),
  constraint production_doctor_hospital_fk foreign key (tenant_id, hospital_id) references production_hospital (tenant_id, id),
  constraint production_doctor_level_ck check (level in ('JUNIOR','MIDDLE','SENIOR','CHIEF')),
  constraint production_doctor_fields_ck check (cardinality(fields) > 0
    and fields <@ array['VEGETABLE','FRUIT','TEA','FUNGUS','HERB','GRAIN','OIL','OTHER']::varchar[]),
  constraint production_doctor_quota_ck check (daily_quota between 1 and 200)
);
comment on table production_doctor is '庄稼医生：login 是他的登录名，凭它接诊；fields 擅长的作物类别；daily_quota 每天最多接诊数';
select jf_protect('production_doctor');

create table production_pest (
  id         uuid          not null constraint production_pest_pk primary key,
  tenant_id  varchar(12)   not null constraint production_pest_tenant_fk references platform_tenant (code),
  version    bigint        not null,
  name       varchar(60)   not null,
  kind       varchar(8)    not null,
  symptoms   varchar(2000) not null,
  measures   varchar(2000) not null,
  source     varchar(300)  not null,
  photo_id   uuid,
  active     boolean       not null,
  demo       boolean       not null default false,
  changed_by varchar(60)   not null,
  changed_at timestamptz   not null,
  constraint production_pest_tid_uq unique (tenant_id, id),
  constraint production_pest_name_uq unique (tenant_id, name),
  constraint production_pest_kind_ck check (kind in ('DISEASE','INSECT','WEED','OTHER'))
);
comment on table production_pest is '病虫草害知识库：名称与标签上的防治对象同名；症状、防治措施、出处';
select jf_protect('production_pest');

create table production_pest_crop (
  tenant_id varchar(12) not null,
  pest_id   uuid        not null,
  crop      varchar(30) not null constraint production_pest_crop_crop_fk references production_crop (code),
  constraint production_pest_crop_pk primary key (tenant_id, pest_id, crop),
  constraint production_pest_crop_pest_fk foreign key (tenant_id, pest_id) references production_pest (tenant_id, id)
);
comment on table production_pest_crop is '病虫草害会在哪些作物上发生';
select jf_protect('production_pest_crop');

alter table production_planting add constraint production_planting_whose_uq unique (tenant_id, id, member_id);

create table production_consult (
  id             uuid          not null constraint production_consult_pk primary key,
  tenant_id      varchar(12)   not null,
  version        bigint        not null,
  no             varchar(20)   not null,
  member_id      uuid          not null,
  division       varchar(12)   not null,
  planting_id    uuid          not null,
  crop           varchar(30)   not null constraint production_consult_crop_fk references production_crop (code),
  question       varchar(500)  not null,
  channel        varchar(8)    not null,
  state          varchar(12)   not null,
  doctor_id      uuid,
  referred_to    uuid,
  opened_at      timestamptz   not null,
  opened_by      uuid          not null,
  waiting_since  timestamptz   not null,
  taken_at       timestamptz,
  visit_on       date,
  answer         varchar(2000),
  answered_at    timestamptz,
  rating         integer,
  rating_note    varchar(200),
  rated_at       timestamptz,
  closed_at      timestamptz,
  constraint production_consult_tid_uq unique (tenant_id, id),
  constraint production_consult_no_uq unique (tenant_id, no),
  constraint production_consult_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint production_consult_planting_fk foreign key (tenant_id, planting_id, member_id) references production_planting (tenant_id, id, member_id),
  constraint production_consult_doctor_fk foreign key (tenant_id, doctor_id) references production_doctor (tenant_id, id),
  constraint production_consult_referred_fk foreign key (tenant_id, referred_to) references production_doctor (tenant_id, id),
  constraint production_consult_state_ck check (state in ('WAITING','TAKEN','DIAGNOSING','NEEDS_MORE','PRESCRIBED','ANSWERED','RATED','CLOSED')),
  constraint production_consult_channel_ck check (channel in ('ONLINE','CLINIC','VISIT')),
  constraint production_consult_doctor_ck check (case when state = 'WAITING' then doctor_id is null and taken_at is null
    when state = 'CLOSED' then (doctor_id is null) = (taken_at is null) else doctor_id is not null and taken_at is not null end),
  constraint production_consult_answered_ck check (state not in ('ANSWERED','PRESCRIBED','RATED') or answered_at is not null),
  constraint production_consult_order_ck check (answered_at is null or answered_at >= opened_at),
  constraint production_consult_rating_ck check ((rating is null) = (rated_at is null) and (rating is null or rating between 1 and 5)
    and (state <> 'RATED' or rating is not null)),
  constraint production_consult_closed_ck check ((state = 'CLOSED') = (closed_at is not null)),
  constraint production_consult_visit_ck check ((channel = 'VISIT') = (visit_on is not null))
);
comment on table production_consult is '问诊：待接诊、已接诊、诊断中、待补充、已开方、已答复、已评价、关闭；30 分钟没有回话退回候诊；answered_at 首次答复或开方';
create index production_consult_queue_ix on production_consult (tenant_id, waiting_since) where state = 'WAITING';
create index production_consult_member_ix on production_consult (tenant_id, member_id, opened_at);
create index production_consult_opened_ix on production_consult (tenant_id, opened_at desc, id desc);
create index production_consult_doctor_ix on production_consult (tenant_id, doctor_id, taken_at);
select jf_protect('production_consult');

create table production_consult_message (
  id         bigint generated always as identity constraint production_consult_message_pk primary key,
  tenant_id  varchar(12)   not null,
  consult_id uuid          not null,
  side       varchar(8)    not null,
  text       varchar(2000),
  file_id    uuid,
  at         timestamptz   not null,
  by_person  uuid          not null,
  by_name    varchar(60)   not null,
  constraint production_consult_message_consult_fk foreign key (tenant_id, consult_id) references production_consult (tenant_id, id),
  constraint production_consult_message_side_ck check (side in ('FARM','DOCTOR')),
  constraint production_consult_message_content_ck check ((text is null) <> (file_id is null))
);
comment on table production_consult_message is '问诊里说的话和发的图，一条一句，不改不删';
create index production_consult_message_ix on production_consult_message (tenant_id, consult_id, id);
select jf_protect('production_consult_message');
revoke update, delete on production_consult_message from ${app_role};

create table production_prescription (
  id           uuid          not null constraint production_prescription_pk primary key,
  tenant_id    varchar(12)   not null,
  version      bigint        not null,
  no           varchar(20)   not null,
  consult_id   uuid          not null,
  member_id    uuid          not null,
  division     varchar(12)   not null,
  planting_id  uuid          not null,
  crop         varchar(30)   not null constraint production_prescription_crop_fk references production_crop (code),
  pest_id      uuid          not null,
  pest         varchar(60)   not null,
  area_mu      numeric(12,4) not null,
  doctor_id    uuid          not null,
  doctor_name  varchar(60)   not null,
  advice       varchar(500),
  valid_to     date          not null,
  state        varchar(10)   not null,
  drafted_at   timestamptz   not null,
  issued_at    timestamptz,
  issued_by    uuid,
  content      text,
  sha256       varchar(64),
  sale_id      uuid,
  sale_no      varchar(20),
  dispensed_at timestamptz,
  operation_id uuid,
  used_on      date,
  void_reason  varchar(200),
  constraint production_prescription_tid_uq unique (tenant_id, id),
  constraint production_prescription_no_uq unique (tenant_id, no),
  constraint production_prescription_sale_uq unique (tenant_id, sale_id),
  constraint production_prescription_consult_fk foreign key (tenant_id, consult_id) references production_consult (tenant_id, id),
  constraint production_prescription_planting_fk foreign key (tenant_id, planting_id, member_id) references production_planting (tenant_id, id, member_id),
  constraint production_prescription_pest_fk foreign key (tenant_id, pest_id) references production_pest (tenant_id, id),
  constraint production_prescription_doctor_fk foreign key (tenant_id, doctor_id) references production_doctor (tenant_id, id),
  constraint production_prescription_operation_fk foreign key (tenant_id, operation_id) references production_operation (tenant_id, id),
  constraint production_prescription_state_ck check (state in ('DRAFT','ISSUED','DISPENSED','USED','EXPIRED','VOID')),
  constraint production_prescription_area_ck check (area_mu > 0),
  constraint production_prescription_signed_ck check ((content is null) = (sha256 is null) and (content is null) = (issued_at is null)
    and (content is null) = (issued_by is null) and (state in ('DRAFT','VOID') or content is not null) and (state <> 'DRAFT' or content is null)),
  constraint production_prescription_sha256_ck check (content is null or sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex')),
  constraint production_prescription_dispensed_ck check ((sale_id is null) = (dispensed_at is null) and (sale_id is null) = (sale_no is null)
    and (state <> 'DISPENSED' or sale_id is not null)),
  constraint production_prescription_used_ck check ((operation_id is null) = (used_on is null) and (state = 'USED') = (operation_id is not null)),
  constraint production_prescription_void_ck check ((state = 'VOID') = (void_reason is not null))
);
comment on table production_prescription is '处方：草稿、已签发、已配药、已用、过期、作废；content 是签发时的全文，sha256 是它的指纹；签发后内容不能再改';
create index production_prescription_member_ix on production_prescription (tenant_id, member_id, state);
create index production_prescription_planting_ix on production_prescription (tenant_id, planting_id, state);
create index production_prescription_consult_ix on production_prescription (tenant_id, consult_id);
select jf_protect('production_prescription');

create table production_prescription_line (
  id              uuid          not null constraint production_prescription_line_pk primary key,
  tenant_id       varchar(12)   not null,
  prescription_id uuid          not null,
  line_no         smallint      not null,
  input_id        uuid          not null,
  input_name      varchar(80)   not null,
  dose            numeric(12,3) not null,
  dose_unit       varchar(12)   not null,
  dose_per_mu     numeric(18,6) not null,
  dilution        integer,
  times           integer       not null,
  every_days      integer,
  interval_days   integer,
  constraint production_prescription_line_tid_uq unique (tenant_id, id),
  constraint production_prescription_line_rx_fk foreign key (tenant_id, prescription_id) references production_prescription (tenant_id, id),
  constraint production_prescription_line_input_fk foreign key (tenant_id, input_id) references production_agri_input (tenant_id, id),
  constraint production_prescription_line_input_uq unique (tenant_id, prescription_id, input_id),
  constraint production_prescription_line_dose_ck check (dose > 0 and dose_per_mu > 0),
  constraint production_prescription_line_dilution_ck check (dilution is null or dilution between 1 and 100000),
  constraint production_prescription_line_times_ck check (times between 1 and 20 and (times = 1 or every_days is not null)
    and (every_days is null or every_days between 1 and 60))
);
comment on table production_prescription_line is '处方药：每亩用量（dose 按医生写的单位，dose_per_mu 按基本单位）、稀释倍数、次数、隔几天一次；interval_days 签发时标签的安全间隔期（天）';
create index production_prescription_line_ix on production_prescription_line (tenant_id, prescription_id, line_no);
select jf_protect('production_prescription_line');

-- what was signed stays as it was signed
create function production_prescription_signed() returns trigger language plpgsql as $$
begin
  if old.content is not null and (new.content, new.sha256, new.no, new.consult_id, new.member_id, new.planting_id, new.crop,
      new.pest, new.area_mu, new.doctor_id, new.advice, new.valid_to, new.issued_at, new.issued_by)
      is distinct from (old.content, old.sha256, old.no, old.consult_id, old.member_id, old.planting_id, old.crop,
      old.pest, old.area_mu, old.doctor_id, old.advice, old.valid_to, old.issued_at, old.issued_by) then
    raise exception 'prescription % is signed', old.no
      using errcode = 'check_violation', constraint = 'production_prescription_signed_tg', table = 'production_prescription';
  end if;
  return new;
end $$;
create trigger production_prescription_signed_tg before update on production_prescription
  for each row execute function production_prescription_signed();

create function production_prescription_line_signed() returns trigger language plpgsql as $$
declare
  line production_prescription_line := coalesce(new, old);
begin
  if exists (select 1 from production_prescription p
      where p.tenant_id = line.tenant_id and p.id = line.prescription_id and p.content is not null) then
    raise exception 'prescription % is signed', line.prescription_id
      using errcode = 'check_violation', constraint = 'production_prescription_line_signed_tg', table = 'production_prescription_line';
  end if;
  return line;
end $$;
create trigger production_prescription_line_signed_tg before insert or update or delete on production_prescription_line
  for each row execute function production_prescription_line_signed();

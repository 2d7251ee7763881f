-- How a crop is grown: stages, what is done in each, how much may be put on, what sensors should say.

create table production_crop_standard (
  id            uuid         not null constraint production_crop_standard_pk primary key,
  tenant_id     varchar(12)  not null constraint production_crop_standard_tenant_fk references platform_tenant (code),
  version       bigint       not null,
  crop          varchar(30)  not null constraint production_crop_standard_crop_fk references production_crop (code),
  variety_group varchar(40)  not null,
  varieties     varchar(40)[] not null,
  edition       integer      not null,
  harvest_days  integer      not null,
  source        varchar(200) not null,
  demo          boolean      not null,
  state         varchar(12)  not null,
  drafted_by    uuid         not null,
  edited_by     uuid         not null,
  by_name       varchar(60)  not null,
  edited_at     timestamptz  not null,
  submitted_at  timestamptz,
  confirmed_by  uuid,
  confirmed_name varchar(60),
  in_force_on   date,
  retired_on    date,
  constraint production_crop_standard_tid_uq unique (tenant_id, id),
  constraint production_crop_standard_crop_uq unique (tenant_id, id, crop),
  constraint production_crop_standard_edition_uq unique (tenant_id, crop, variety_group, edition),
  constraint production_crop_standard_edition_ck check (edition > 0),
  constraint production_crop_standard_varieties_ck check ((variety_group = '') = (cardinality(varieties) = 0)),
  constraint production_crop_standard_harvest_ck check (harvest_days between 1 and 3650),
  constraint production_crop_standard_source_ck check (btrim(source) <> ''),
  constraint production_crop_standard_state_ck check (state in ('DRAFT','SUBMITTED','IN_FORCE','RETIRED','DISCARDED')),
  constraint production_crop_standard_submitted_ck check (state in ('DRAFT','DISCARDED') or submitted_at is not null),
  constraint production_crop_standard_confirmed_ck check ((state in ('IN_FORCE','RETIRED')) = (confirmed_by is not null)
    and (confirmed_by is null) = (in_force_on is null) and (confirmed_by is null) = (confirmed_name is null)),
  constraint production_crop_standard_retired_ck check ((state = 'RETIRED') = (retired_on is not null)),
  constraint production_crop_standard_four_eyes_ck check (confirmed_by is null or (confirmed_by <> drafted_by and confirmed_by <> edited_by))
);
comment on table production_crop_standard is '作物标准，按版次：起草后由另一人确认启用，启用后一字不改，新版启用时旧版停用；varieties 为空适用于该作物全部品种；harvest_days 为播种移栽到始收的天数；demo 为示例';
create unique index production_crop_standard_force_uq on production_crop_standard (tenant_id, crop, variety_group) where state = 'IN_FORCE';
create unique index production_crop_standard_open_uq on production_crop_standard (tenant_id, crop, variety_group) where state in ('DRAFT', 'SUBMITTED');
select jf_protect('production_crop_standard');
revoke delete on production_crop_standard from ${app_role};

create table production_standard_stage (
  tenant_id   varchar(12) not null,
  standard_id uuid        not null,
  no          integer     not null,
  name        varchar(20) not null,
  days_from   integer     not null,
  days_to     integer     not null,
  constraint production_standard_stage_pk primary key (tenant_id, standard_id, no),
  constraint production_standard_stage_days_uq unique (tenant_id, standard_id, no, days_from, days_to),
  constraint production_standard_stage_name_uq unique (tenant_id, standard_id, name),
  constraint production_standard_stage_standard_fk foreign key (tenant_id, standard_id) references production_crop_standard (tenant_id, id),
  constraint production_standard_stage_days_ck check (days_from between 0 and 3650 and days_to between days_from and 3650),
  constraint production_standard_stage_overlap_ex exclude using gist
    (tenant_id with =, standard_id with =, int4range(days_from, days_to, '[]') with &&)
);
comment on table production_standard_stage is '生育阶段：播种移栽后第 days_from 到 days_to 天（播种移栽当天为 0），同一版内互不重叠';
select jf_protect('production_standard_stage');

create table production_standard_task (
  tenant_id   varchar(12) not null,
  standard_id uuid        not null,
  no          integer     not null,
  stage_no    integer     not null,
  stage_from  integer     not null,
  stage_to    integer     not null,
  kind        varchar(12) not null,
  name        varchar(80) not null,
  days_from   integer     not null,
  days_to     integer     not null,
  constraint production_standard_task_pk primary key (tenant_id, standard_id, no),
  constraint production_standard_task_stage_fk foreign key (tenant_id, standard_id, stage_no, stage_from, stage_to)
    references production_standard_stage (tenant_id, standard_id, no, days_from, days_to),
  constraint production_standard_task_kind_ck check (kind in ('SOW','SPRAY','FERTILISE','IRRIGATE','PRUNE','WEED','OTHER')),
  constraint production_standard_task_days_ck check (stage_from <= days_from and days_from <= days_to and days_to <= stage_to)
);
comment on table production_standard_task is '阶段内应做的农事，天数从播种移栽日算起，不出本阶段';
select jf_protect('production_standard_task');

create table production_standard_limit (
  tenant_id   varchar(12)   not null,
  standard_id uuid          not null,
  no          integer       not null,
  stage_no    integer,
  substance   varchar(40),
  input_id    uuid,
  dose_max    numeric(12,3),
  unit        varchar(8),
  max_times   integer,
  constraint production_standard_limit_pk primary key (tenant_id, standard_id, no),
  constraint production_standard_limit_uq unique nulls not distinct (tenant_id, standard_id, stage_no, substance, input_id),
  constraint production_standard_limit_standard_fk foreign key (tenant_id, standard_id) references production_crop_standard (tenant_id, id),
  constraint production_standard_limit_stage_fk foreign key (tenant_id, standard_id, stage_no)
    references production_standard_stage (tenant_id, standard_id, no),
  constraint production_standard_limit_input_fk foreign key (tenant_id, input_id) references production_agri_input (tenant_id, id),
  constraint production_standard_limit_what_ck check ((substance is null) <> (input_id is null)),
  constraint production_standard_limit_how_ck check ((dose_max is not null or max_times is not null)
    and (dose_max is null) = (unit is null) and (dose_max is null or dose_max > 0) and (max_times is null or max_times >= 0)),
  constraint production_standard_limit_unit_ck check (unit in ('G','ML','PIECE'))
);
comment on table production_standard_limit is '投入品上限：stage_no 为空管全季；substance 有效成分或 input_id 某一种；dose_max 每次每亩制剂用量，单位不同的不比；max_times 次数，0 为不得使用';
select jf_protect('production_standard_limit');

create table production_standard_range (
  tenant_id   varchar(12) not null,
  standard_id uuid        not null,
  no          integer     not null,
  stage_no    integer     not null,
  key         varchar(40) not null,
  low         double precision,
  high        double precision,
  constraint production_standard_range_pk primary key (tenant_id, standard_id, no),
  constraint production_standard_range_uq unique (tenant_id, standard_id, stage_no, key),
  constraint production_standard_range_stage_fk foreign key (tenant_id, standard_id, stage_no)
    references production_standard_stage (tenant_id, standard_id, no),
  constraint production_standard_range_key_ck check (key ~ '^[A-Za-z][A-Za-z0-9_.-]{0,39}$'),
  constraint production_standard_range_bounds_ck check ((low is not null or high is not null) and (low is null or high is null or low < high))
);
comment on table production_standard_range is '阶段内传感器读数的适宜范围；key 与设备测点相同';
select jf_protect('production_standard_range');

-- What was put in force stays as it is: only its end may be written, and none of its lines.
create function production_crop_standard_fixed() returns trigger language plpgsql as $$
begin
  if old.state in ('SUBMITTED', 'IN_FORCE', 'RETIRED', 'DISCARDED') and
     (new.crop, new.variety_group, new.varieties, new.edition, new.harvest_days, new.source, new.demo, new.drafted_by, new.edited_by)
     is distinct from
     (old.crop, old.variety_group, old.varieties, old.edition, old.harvest_days, old.source, old.demo, old.drafted_by, old.edited_by)
     or old.state in ('RETIRED', 'DISCARDED') and new.state <> old.state
     or old.state = 'IN_FORCE' and (new.state not in ('IN_FORCE', 'RETIRED')
        or (new.confirmed_by, new.in_force_on) is distinct from (old.confirmed_by, old.in_force_on)) then
    raise exception 'standard % is fixed, violates constraint "production_crop_standard_fixed_tg"', old.id
      using errcode = 'check_violation', constraint = 'production_crop_standard_fixed_tg', table = 'production_crop_standard';
  end if;
  return new;
end $$;
create trigger production_crop_standard_fixed_tg before update on production_crop_standard
  for each row execute function production_crop_standard_fixed();

create function production_standard_line_fixed() returns trigger language plpgsql as $$
declare
  owner uuid := case when tg_op = 'DELETE' then old.standard_id else new.standard_id end;
begin
  if tg_op = 'UPDATE' or not exists (select 1 from production_crop_standard s where s.id = owner and s.state = 'DRAFT') then
    raise exception 'standard % is fixed, violates constraint "production_standard_line_fixed_tg"', owner
      using errcode = 'check_violation', constraint = 'production_standard_line_fixed_tg', table = tg_table_name;
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger production_standard_line_fixed_tg before insert or update or delete on production_standard_stage
  for each row execute function production_standard_line_fixed();
create trigger production_standard_line_fixed_tg before insert or update or delete on production_standard_task
  for each row execute function production_standard_line_fixed();
create trigger production_standard_line_fixed_tg before insert or update or delete on production_standard_limit
  for each row execute function production_standard_line_fixed();
create trigger production_standard_line_fixed_tg before insert or update or delete on production_standard_range
  for each row execute function production_standard_line_fixed();

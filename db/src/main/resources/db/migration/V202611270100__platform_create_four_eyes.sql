-- Which steps may be done by one person. A step without a row takes two; what is switched off was proposed by one
-- person and confirmed by another. Money, guarantee, model, quota rules and laboratory cannot be switched off at all.
create table platform_four_eyes_change (
  id            uuid         not null constraint platform_four_eyes_change_pk primary key,
  tenant_id     varchar(12)  not null constraint platform_four_eyes_change_tenant_fk references platform_tenant (code),
  version       bigint       not null default 0,
  step          varchar(60)  not null,
  required      boolean      not null,
  reason        varchar(200) not null,
  state         varchar(12)  not null,
  proposed_by   uuid         not null,
  proposed_name varchar(60)  not null,
  proposed_at   timestamptz  not null,
  closed_by     uuid,
  closed_name   varchar(60),
  closed_at     timestamptz,
  constraint platform_four_eyes_change_tid_uq unique (tenant_id, id),
  constraint platform_four_eyes_change_state_ck check (state in ('PROPOSED', 'CONFIRMED', 'DECLINED')),
  constraint platform_four_eyes_change_minimum_ck check (required or step in ('member.application.admit',
    'production.plot.verify', 'production.planting.verify', 'brand.licence.decide')),
  constraint platform_four_eyes_change_closed_ck check ((state = 'PROPOSED') = (closed_by is null)
    and (closed_by is null) = (closed_at is null) and (closed_by is null) = (closed_name is null)),
  constraint platform_four_eyes_change_two_people_ck check (state <> 'CONFIRMED' or closed_by <> proposed_by)
);
comment on table platform_four_eyes_change is '双人办理的设置变更：一人提出，另一人确认后生效；没有记录的步骤都要两个人办';
comment on column platform_four_eyes_change.required is '真：这一步要另一个人办；假：可由同一人办（只有检查约束列出的步骤可以）';
create unique index platform_four_eyes_change_open_uq on platform_four_eyes_change (tenant_id, step) where state = 'PROPOSED';
create index platform_four_eyes_change_step_ix on platform_four_eyes_change (tenant_id, step, id desc);
select jf_protect('platform_four_eyes_change');
revoke delete on platform_four_eyes_change from ${app_role};

create function jf_four_eyes_change_closed() returns trigger language plpgsql as $$
begin
  raise exception 'a closed change of the two-person rule stays as it is'
    using errcode = 'check_violation', constraint = 'platform_four_eyes_change_final_ck';
end $$;
create trigger platform_four_eyes_change_final_tr before update on platform_four_eyes_change
  for each row when (old.state <> 'PROPOSED') execute function jf_four_eyes_change_closed();

-- Only one change of a step is open at a time and ids grow, so the last confirmed id is what holds.
create function jf_four_eyes_required(tenant text, asked text) returns boolean stable language sql as $$
  select coalesce((select required from platform_four_eyes_change
    where tenant_id = tenant and step = asked and state = 'CONFIRMED' order by id desc limit 1), true)
$$;

-- One person did both: true only where the federation had switched the rule off when it was done.
create function jf_four_eyes_alone() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if old.alone then
      return new;
    end if;
  end if;
  if new.alone and jf_four_eyes_required(new.tenant_id, tg_argv[0]) then
    raise exception 'the step % takes two people', tg_argv[0]
      using errcode = 'check_violation', constraint = 'platform_four_eyes_alone_ck';
  end if;
  return new;
end $$;

alter table production_plot add column alone boolean not null default false,
  drop constraint production_plot_four_eyes_ck,
  add constraint production_plot_four_eyes_ck check (verified_by is null or alone
    or (verified_by <> registered_by and verified_by is distinct from submitted_by));
comment on column production_plot.alone is '登记或提交与核实为同一人，因当时本农合联这一步不要求两个人';
create trigger production_plot_alone_tr before insert or update on production_plot
  for each row when (new.alone) execute function jf_four_eyes_alone('production.plot.verify');

alter table production_planting add column alone boolean not null default false,
  drop constraint production_planting_four_eyes_ck,
  add constraint production_planting_four_eyes_ck check (verified_by is null or alone or verified_by <> recorded_by);
comment on column production_planting.alone is '登记与核实为同一人，因当时本农合联这一步不要求两个人';
create trigger production_planting_alone_tr before insert or update on production_planting
  for each row when (new.alone) execute function jf_four_eyes_alone('production.planting.verify');

alter table brand_licence add column alone boolean not null default false,
  drop constraint brand_licence_four_eyes_ck,
  add constraint brand_licence_four_eyes_ck check (decided_by is null or checked_by is null or alone
    or decided_by <> checked_by);
comment on column brand_licence.alone is '现场检查与决定为同一人，因当时本农合联这一步不要求两个人';
create trigger brand_licence_alone_tr before insert or update on brand_licence
  for each row when (new.alone) execute function jf_four_eyes_alone('brand.licence.decide');

alter table member_application add column alone boolean not null default false,
  drop constraint member_application_eyes_ck,
  add constraint member_application_eyes_ck check (status <> 'ADMITTED'
    or (decided_by <> submitted_by and (alone or decided_by <> township_by) and decided_by <> applicant_id
        and township_by <> submitted_by and township_by <> applicant_id));
comment on column member_application.alone is '乡镇初审与县级审核为同一人，因当时本农合联这一步不要求两个人';
create trigger member_application_alone_tr before insert or update on member_application
  for each row when (new.alone) execute function jf_four_eyes_alone('member.application.admit');

-- Who sees to an alarm, what was said and done about it, and a notice again while nobody has seen it.

alter table production_alarm_rule
  add column quiet_s integer,
  add constraint production_alarm_rule_quiet_ck check (quiet_s is null or quiet_s between 300 and 604800);
comment on column production_alarm_rule.quiet_s is '安静时间（秒）：还没人确认、也没解除的告警，隔这么久再提醒一次；空为不再提醒';

alter table production_alarm
  add column assignee_id uuid,
  add column assignee_name varchar(60),
  add column assigned_at timestamptz,
  add column reminded_at timestamptz,
  add constraint production_alarm_assignee_ck check ((assignee_id is null) = (assignee_name is null) and (assignee_id is null) = (assigned_at is null)),
  add constraint production_alarm_reminded_ck check (reminded_at is null or reminded_at >= raised_at);
comment on column production_alarm.assignee_id is '派给谁处理（人员）；未派为空';
comment on column production_alarm.reminded_at is '最近一次再提醒的时间';
create index production_alarm_assignee_ix on production_alarm (tenant_id, assignee_id) where cleared_at is null and assignee_id is not null;
create index production_alarm_open_ix on production_alarm (tenant_id, severity, raised_at) where cleared_at is null;

create table production_alarm_step (
  id        bigint generated always as identity constraint production_alarm_step_pk primary key,
  tenant_id varchar(12) not null,
  alarm_id  uuid        not null,
  kind      varchar(12) not null,
  at        timestamptz not null,
  by_person uuid,
  by_name   varchar(60),
  to_name   varchar(60),
  text      varchar(400),
  constraint production_alarm_step_alarm_fk foreign key (tenant_id, alarm_id) references production_alarm (tenant_id, id),
  constraint production_alarm_step_kind_ck check (kind in ('ASSIGNED','COMMENTED','REMINDED','ESCALATED')),
  constraint production_alarm_step_by_ck check ((kind in ('REMINDED','ESCALATED')) = (by_person is null) and (by_person is null) = (by_name is null)),
  constraint production_alarm_step_to_ck check ((kind = 'ASSIGNED') = (to_name is not null)),
  constraint production_alarm_step_text_ck check (text is null or length(btrim(text)) > 0),
  constraint production_alarm_step_comment_ck check (kind <> 'COMMENTED' or text is not null)
);
comment on table production_alarm_step is '告警的经过，只增不改：派给谁、说了什么、再提醒、升级；开始、确认、解除在告警本身';
create index production_alarm_step_alarm_ix on production_alarm_step (tenant_id, alarm_id, id);
select jf_protect('production_alarm_step');
revoke update, delete on production_alarm_step from ${app_role};

-- seen is seen once, over is over, and what is over is given to nobody
create function jf_alarm_course() returns trigger language plpgsql as $$
begin
  if old.acked_at is not null and (new.acked_at, new.acked_by) is distinct from (old.acked_at, old.acked_by) then
    raise exception 'production_alarm_seen: an alarm is acknowledged once' using errcode = 'check_violation', constraint = 'production_alarm_seen_tg';
  end if;
  if old.cleared_at is not null and new.cleared_at is distinct from old.cleared_at then
    raise exception 'production_alarm_over: an alarm that is over stays so' using errcode = 'check_violation', constraint = 'production_alarm_over_tg';
  end if;
  if old.cleared_at is not null and new.assignee_id is distinct from old.assignee_id then
    raise exception 'production_alarm_assign: an alarm that is over is given to nobody' using errcode = 'check_violation', constraint = 'production_alarm_assign_tg';
  end if;
  return new;
end $$;
create trigger production_alarm_course_tg before update on production_alarm for each row execute function jf_alarm_course();

-- The recall room: from a suspicion to a closed case. Whatever the chain reaches is held in one transaction, and what is
-- recorded later joins by itself.
create sequence jf_number_recall;

create table trace_recall (
  id             uuid         not null constraint trace_recall_pk primary key,
  tenant_id      varchar(12)  not null constraint trace_recall_tenant_fk references platform_tenant (code),
  version        bigint       not null,
  number         varchar(20)  not null,
  drill          boolean      not null,
  source         varchar(12)  not null,
  what           varchar(300) not null,
  status         varchar(14)  not null,
  level          int,
  revision       int          not null,
  hold_ms        int,
  opened_at      timestamptz  not null,
  opened_by      uuid         not null,
  opened_name    varchar(60)  not null,
  held_at        timestamptz,
  scoped_at      timestamptz,
  announced_at   timestamptz,
  due_at         timestamptz,
  closed_at      timestamptz,
  closed_by      uuid,
  closed_name    varchar(60),
  report         varchar(2000),
  constraint trace_recall_tenant_id_uq unique (tenant_id, id),
  constraint trace_recall_number_uq unique (tenant_id, number),
  constraint trace_recall_source_ck check (source in ('TEST', 'COMPLAINT', 'UPSTREAM', 'AUTHORITY', 'SELF')),
  constraint trace_recall_status_ck check (status in ('SUSPICION', 'HOLD', 'SCOPED', 'ANNOUNCED', 'EXECUTING', 'EFFECTIVENESS', 'CLOSED', 'DISMISSED')),
  constraint trace_recall_level_ck check (level between 1 and 3 and (level is null) = (announced_at is null)
    and (announced_at is null) = (due_at is null)),
  constraint trace_recall_clock_ck check (due_at is null or due_at = announced_at + level * interval '24 hours'),
  constraint trace_recall_held_ck check ((status = 'SUSPICION') = (held_at is null) or status = 'DISMISSED'),
  constraint trace_recall_announced_ck check (status not in ('ANNOUNCED', 'EXECUTING', 'EFFECTIVENESS', 'CLOSED') or announced_at is not null),
  constraint trace_recall_closed_ck check ((status in ('CLOSED', 'DISMISSED')) = (closed_at is not null)
    and (closed_at is null) = (closed_by is null) and (closed_at is null) = (report is null)),
  constraint trace_recall_four_eyes_ck check (status <> 'CLOSED' or closed_by <> opened_by)
);
comment on table trace_recall is '召回个案：疑点、暂控、定范围、公布、执行、核实效果、结案；一级 24、二级 48、三级 72 小时；结案人不是立案人；drill 为演练，不动批次';
comment on column trace_recall.hold_ms is '算出下游并全部暂控用了多少毫秒';
comment on column trace_recall.revision is '范围第几次变动';
create index trace_recall_running_ix on trace_recall (tenant_id) where status not in ('SUSPICION', 'CLOSED', 'DISMISSED');
create index trace_recall_list_ix on trace_recall (tenant_id, opened_at, id);
select jf_protect('trace_recall');
revoke delete on trace_recall from ${app_role};

create table trace_recall_seed (
  tenant_id  varchar(12) not null constraint trace_recall_seed_tenant_fk references platform_tenant (code),
  recall_id  uuid        not null,
  node_id    uuid        not null,
  node_kind  varchar(8)  not null,
  label      varchar(160) not null,
  added_at   timestamptz not null,
  by_name    varchar(60) not null,
  constraint trace_recall_seed_pk primary key (tenant_id, recall_id, node_id),
  constraint trace_recall_seed_recall_fk foreign key (tenant_id, recall_id) references trace_recall (tenant_id, id),
  constraint trace_recall_seed_kind_ck check (node_kind in ('LOT', 'PLANTING', 'INPUT'))
);
comment on table trace_recall_seed is '召回从哪里查起：批次、种植批次或投入品批次';
select jf_protect('trace_recall_seed');
revoke update, delete on trace_recall_seed from ${app_role};

create table trace_recall_lot (
  tenant_id     varchar(12)   not null constraint trace_recall_lot_tenant_fk references platform_tenant (code),
  recall_id     uuid          not null,
  lot_id        uuid          not null,
  revision      int           not null,
  in_scope      boolean       not null,
  before_status varchar(12)   not null,
  kg            numeric(18,6) not null,
  kg_left       numeric(18,6) not null,
  joined_at     timestamptz   not null,
  trim_reason   varchar(300),
  trimmed_by    varchar(60),
  constraint trace_recall_lot_pk primary key (tenant_id, recall_id, lot_id),
  constraint trace_recall_lot_recall_fk foreign key (tenant_id, recall_id) references trace_recall (tenant_id, id),
  constraint trace_recall_lot_lot_fk foreign key (tenant_id, lot_id) references trace_lot (tenant_id, id),
  constraint trace_recall_lot_trim_ck check (in_scope = (trim_reason is null) and in_scope = (trimmed_by is null))
);
comment on table trace_recall_lot is '召回范围：当时的状态和余量；移出要写理由';
create index trace_recall_lot_lot_ix on trace_recall_lot (tenant_id, lot_id);
select jf_protect('trace_recall_lot');
revoke delete on trace_recall_lot from ${app_role};

create table trace_recall_notice (
  id           uuid          not null constraint trace_recall_notice_pk primary key,
  tenant_id    varchar(12)   not null constraint trace_recall_notice_tenant_fk references platform_tenant (code),
  version      bigint        not null,
  recall_id    uuid          not null,
  holder_kind  varchar(8)    not null,
  holder_id    uuid,
  holder_name  varchar(100)  not null,
  lots         int           not null,
  kg           numeric(18,6) not null,
  status       varchar(10)   not null,
  sent_at      timestamptz   not null,
  found_kg     numeric(18,6),
  sold_kg      numeric(18,6),
  destroyed_kg numeric(18,6),
  proof        varchar(500),
  answered_at  timestamptz,
  answered_by  uuid,
  answered_name varchar(60),
  constraint trace_recall_notice_tenant_id_uq unique (tenant_id, id),
  constraint trace_recall_notice_recall_fk foreign key (tenant_id, recall_id) references trace_recall (tenant_id, id),
  constraint trace_recall_notice_once_uq unique nulls not distinct (tenant_id, recall_id, holder_kind, holder_id, holder_name),
  constraint trace_recall_notice_kind_ck check (holder_kind in ('MEMBER', 'BUYER')),
  constraint trace_recall_notice_status_ck check (status in ('SENT', 'ANSWERED', 'ESCALATED')),
  constraint trace_recall_notice_kg_ck check (kg >= 0 and lots > 0
    and coalesce(found_kg, 0) >= 0 and coalesce(sold_kg, 0) >= 0 and coalesce(destroyed_kg, 0) >= 0),
  constraint trace_recall_notice_answer_ck check ((status = 'SENT') = (answered_at is null)
    and (status = 'ANSWERED') = (found_kg is not null and sold_kg is not null and destroyed_kg is not null)
    and (status = 'SENT' or proof is not null)),
  constraint trace_recall_notice_balance_ck check (coalesce(found_kg, 0) + coalesce(sold_kg, 0) + coalesce(destroyed_kg, 0) <= kg)
);
comment on table trace_recall_notice is '召回通知：每个持有单位一份；回报找到、已卖、已销毁，合计不超过通知的重量；没人回就上报';
create index trace_recall_notice_holder_ix on trace_recall_notice (tenant_id, holder_id) where holder_id is not null;
select jf_protect('trace_recall_notice');
revoke delete on trace_recall_notice from ${app_role};

-- Draws in everything made of the seeds that is not in the case yet, and holds it: the lots locked in the order of their
-- ids, then looked at again until nothing new turns up. A drill only writes down what it found.
create function trace_recall_join(p_recall uuid, p_at timestamptz, p_person uuid, p_name varchar)
returns int language plpgsql volatile as $$
declare
  r trace_recall%rowtype;
  ids uuid[];
  added int := 0;
  n int;
begin
  select * into r from trace_recall where id = p_recall for update;
  loop
    with recursive hit(id) as (
      select node_id from trace_recall_seed where recall_id = p_recall
      union select e.child_id from hit h cross join lateral trace_children(h.id) e(child_id))
    -- a set difference: planned as a loop over all pairs, a "not exists" would cost the most of it
    select array_agg(n.id) into ids from (
      select l.id from hit join trace_lot l on l.id = hit.id
      except select x.lot_id from trace_recall_lot x where x.recall_id = p_recall) n;
    exit when ids is null;
    if not r.drill then
      perform 1 from (select l.id from trace_lot l where l.id = any (ids) order by l.id for update) locked;
    end if;
    insert into trace_recall_lot (tenant_id, recall_id, lot_id, revision, in_scope, before_status, kg, kg_left, joined_at)
      select r.tenant_id, p_recall, l.id, r.revision + 1, true, l.status, l.kg, l.kg_left, p_at
        from trace_lot l where l.id = any (ids);
    get diagnostics n = row_count;
    added := added + n;
  end loop;
  if added = 0 then
    return 0;
  end if;
  update trace_recall set revision = r.revision + 1, version = version + 1,
    status = case status when 'SCOPED' then 'HOLD' when 'EFFECTIVENESS' then 'EXECUTING' else status end
   where id = p_recall;
  if r.status in ('SCOPED', 'EFFECTIVENESS') then
    insert into platform_status_change (tenant_id, object_type, object_id, status_type, status_from, status_to, at, by_person, by_name, reason)
      values (r.tenant_id, 'Recall', p_recall, 'RecallStatus', r.status,
        case r.status when 'SCOPED' then 'HOLD' else 'EXECUTING' end, p_at, p_person, p_name, null);
  end if;
  if r.drill then
    return added;
  end if;
  insert into platform_status_change (tenant_id, object_type, object_id, status_type, status_from, status_to, at, by_person, by_name, reason)
    select l.tenant_id, 'TraceLot', l.id, 'LotStatus', l.status, 'HELD', p_at, p_person, p_name, r.number
      from trace_recall_lot x join trace_lot l on l.tenant_id = x.tenant_id and l.id = x.lot_id
     where x.recall_id = p_recall and x.revision = r.revision + 1 and l.status in ('OPEN', 'RELEASED', 'CONSUMED');
  insert into platform_audit (tenant_id, person_id, login, action, object_type, object_id, detail)
    values (r.tenant_id, p_person, p_name, 'recall.hold', 'Recall', p_recall, added || ' lots');
  update trace_lot_document d set made_at = p_at, document = d.document || jsonb_build_object('status', 'HELD',
      'holdReason', 'RECALL_CASE', 'statusOn', to_char(p_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD'))
   from trace_recall_lot x join trace_lot l on l.tenant_id = x.tenant_id and l.id = x.lot_id
   where d.lot_id = x.lot_id and x.recall_id = p_recall and x.revision = r.revision + 1
     and l.status in ('OPEN', 'RELEASED', 'CONSUMED');
  update trace_lot l set status = 'HELD', hold_reason = 'RECALL_CASE', hold_detail = r.number, hold_safe_on = null,
      hold_days = null, status_at = p_at, version = l.version + 1
   from trace_recall_lot x
   where x.tenant_id = l.tenant_id and x.lot_id = l.id and x.recall_id = p_recall and x.revision = r.revision + 1
     and l.status in ('OPEN', 'RELEASED', 'CONSUMED');
  return added;
end $$;
comment on function trace_recall_join is '把源头的全部下游收进召回并暂控；演练只记不动';

-- Late news: a link of the chain that is recorded while a case runs. At the end of the transaction that recorded it, so
-- that nothing written after it undoes the hold.
create function trace_recall_follow() returns trigger language plpgsql as $$
declare
  node uuid := case tg_table_name when 'trace_lot_edge' then (to_jsonb(new) ->> 'parent_id')::uuid
    when 'trace_lot' then (to_jsonb(new) ->> 'planting_id')::uuid else (to_jsonb(new) ->> 'input_lot_id')::uuid end;
  c uuid;
begin
  if not exists (select 1 from trace_recall r where r.status not in ('SUSPICION', 'CLOSED', 'DISMISSED') and not r.drill) then
    return null;
  end if;
  for c in
    with recursive up(id) as (select node union select e.parent_id from up u cross join lateral trace_parents(u.id) e(parent_id))
    select distinct s.recall_id from up join trace_recall_seed s on s.node_id = up.id
      join trace_recall r on r.id = s.recall_id
     where r.status not in ('SUSPICION', 'CLOSED', 'DISMISSED') and not r.drill order by 1
  loop
    perform trace_recall_join(c, now(), '00000000-0000-7000-8000-000000000001', 'system');
  end loop;
  return null;
end $$;
create constraint trigger trace_recall_follow after insert on trace_lot_edge deferrable initially deferred
  for each row execute function trace_recall_follow();
create constraint trigger trace_recall_follow after insert on trace_lot deferrable initially deferred
  for each row when (new.kind = 'HARVEST') execute function trace_recall_follow();
create constraint trigger trace_recall_follow after insert on production_input_use deferrable initially deferred
  for each row execute function trace_recall_follow();

-- What a partner tells of goods that went into others, as links of the chain beside our own: what it names is one of our
-- lots where we know it, else a node of its own by its identifier. A transformation is a node too, between what went in and
-- what came out, so that an event of a thousand parts makes two thousand links and not a million.
create table trace_event_edge (
  tenant_id  varchar(12)  not null constraint trace_event_edge_tenant_fk references platform_tenant (code),
  event_pk   bigint       not null,
  parent_id  uuid         not null,
  child_id   uuid         not null,
  parent_epc varchar(300),
  child_epc  varchar(300),
  voided     boolean      not null default false,
  constraint trace_event_edge_pk primary key (tenant_id, parent_id, child_id, event_pk),
  constraint trace_event_edge_event_fk foreign key (tenant_id, event_pk) references trace_event (tenant_id, id),
  constraint trace_event_edge_self_ck check (parent_id <> child_id),
  constraint trace_event_edge_epc_ck check (parent_epc is not null or child_epc is not null)
);
comment on table trace_event_edge is '合作方事件说的来源去向；两端是本平台批次、合作方物品（由编码算出的编号）或一次转换；转换一端没有编码';
comment on column trace_event_edge.voided is '事件后来被声明有误';
create index trace_event_edge_child_ix on trace_event_edge (tenant_id, child_id);
create index trace_event_edge_event_ix on trace_event_edge (tenant_id, event_pk);
select jf_protect('trace_event_edge');
revoke update, delete on trace_event_edge from ${app_role};
grant update (voided) on trace_event_edge to ${app_role};

-- Struck out once, and only when the event was declared wrong by who had told it.
create function trace_event_edge_strike() returns trigger language plpgsql as $$
begin
  if old.voided or not new.voided or not exists (select 1 from trace_event e
      join trace_event w on w.tenant_id = e.tenant_id and w.owner = e.owner and w.event_id = e.event_id and w.error_at is not null
      where e.tenant_id = new.tenant_id and e.id = new.event_pk) then
    raise exception 'violates constraint "trace_event_edge_voided_ck"' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger trace_event_edge_strike before update on trace_event_edge for each row execute function trace_event_edge_strike();

create or replace function trace_children(p_node uuid) returns setof uuid language sql stable rows 5 as $$
  select planting_id from production_input_use where tenant_id = jf_tenant() and input_lot_id = p_node and standing <> 'VOID'
  union all
  select id from trace_lot where tenant_id = jf_tenant() and planting_id = p_node and kind = 'HARVEST'
  union all
  select child_id from trace_lot_edge where tenant_id = jf_tenant() and parent_id = p_node and not voided
  union all
  select child_id from trace_event_edge where tenant_id = jf_tenant() and parent_id = p_node and not voided
$$;
create or replace function trace_parents(p_node uuid) returns setof uuid language sql stable rows 3 as $$
  select input_lot_id from production_input_use where tenant_id = jf_tenant() and planting_id = p_node and standing <> 'VOID'
  union all
  select planting_id from trace_lot where tenant_id = jf_tenant() and id = p_node and kind = 'HARVEST'
  union all
  select parent_id from trace_lot_edge where tenant_id = jf_tenant() and child_id = p_node and not voided
  union all
  select parent_id from trace_event_edge where tenant_id = jf_tenant() and child_id = p_node and not voided
$$;

-- A partner's late event is late news as well.
create or replace function trace_recall_follow() returns trigger language plpgsql as $$
declare
  node uuid := case tg_table_name when 'trace_lot_edge' then (to_jsonb(new) ->> 'parent_id')::uuid
    when 'trace_event_edge' then (to_jsonb(new) ->> 'parent_id')::uuid
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
create constraint trigger trace_recall_follow after insert on trace_event_edge deferrable initially deferred
  for each row execute function trace_recall_follow();

-- Which revisions of a case the events have told; those that joined by themselves are told by a job.
create table trace_recall_told (
  tenant_id varchar(12) not null constraint trace_recall_told_tenant_fk references platform_tenant (code),
  recall_id uuid        not null,
  revision  int         not null,
  constraint trace_recall_told_pk primary key (tenant_id, recall_id, revision),
  constraint trace_recall_told_recall_fk foreign key (tenant_id, recall_id) references trace_recall (tenant_id, id)
);
comment on table trace_recall_told is '召回的哪几次范围变动已写成追溯事件';
insert into trace_recall_told select distinct tenant_id, recall_id, revision from trace_recall_lot;
select jf_protect('trace_recall_told');
revoke update, delete on trace_recall_told from ${app_role};

-- For the list of all events, whoever told them, and the list of captures.
create index trace_event_all_ix on trace_event (tenant_id, event_time, id);
create index trace_capture_job_all_ix on trace_capture_job (tenant_id, created_at, id);

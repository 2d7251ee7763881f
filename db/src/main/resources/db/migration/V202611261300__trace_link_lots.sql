-- What becomes of a lot after its harvest: mixed, split, packed, processed, handed over. A lot of any kind is a row of
-- trace_lot; an edge says out of what it was made. Nothing here is changed afterwards: what was wrong is declared wrong.
create sequence jf_number_lot_step;
create sequence jf_number_hand_over;

alter table trace_lot alter column planting_id drop not null;
alter table trace_lot
  add column kind varchar(10) not null default 'HARVEST',
  add column source_id uuid,
  add column kg_reworked numeric(18,6) not null default 0,
  add constraint trace_lot_kind_ck check (kind in ('HARVEST', 'MIXED', 'SPLIT', 'PACKED', 'PROCESSED', 'RECEIVED')),
  add constraint trace_lot_source_ck check ((kind = 'HARVEST') = (source_id is null)
    and (kind <> 'HARVEST' or planting_id is not null)),
  add constraint trace_lot_kg_reworked_ck check (kg_reworked >= 0 and kg_reworked + kg_labelled <= kg);
alter table trace_lot alter column kind drop default;
comment on column trace_lot.kind is '批次来历：采收、合并、拆分、包装、加工、收货';
alter table trace_lot alter column kg_reworked drop default;
comment on column trace_lot.kg_reworked is '已投入合并、拆分、包装、加工的重量，单位：千克；这部分不能再贴本批的标签';
comment on column trace_lot.source_id is '产生它的加工步骤或交接，采收批次为空';
comment on column trace_lot.planting_id is '种植批次；由多个种植批次合并而来的为空，来源看 trace_lot_edge';
create index trace_lot_source_ix on trace_lot (tenant_id, source_id) where source_id is not null;

alter table trace_lot_move drop constraint trace_lot_move_kind_ck;
alter table trace_lot_move add constraint trace_lot_move_kind_ck
  check (kind in ('DISPATCH', 'RETURN', 'DESTROY', 'STEP', 'HAND_OVER'));
create index trace_lot_move_source_ix on trace_lot_move (tenant_id, source_id);

create table trace_step (
  id            uuid          not null constraint trace_step_pk primary key,
  tenant_id     varchar(12)   not null constraint trace_step_tenant_fk references platform_tenant (code),
  version       bigint        not null,
  number        varchar(20)   not null,
  kind          varchar(10)   not null,
  member_id     uuid          not null,
  division      varchar(12)   not null,
  done_on       date          not null,
  in_kg         numeric(18,6) not null,
  out_kg        numeric(18,6) not null,
  loss_kg       numeric(18,6) not null,
  note          varchar(300),
  status        varchar(8)    not null,
  recorded_at   timestamptz   not null,
  by_person     uuid          not null,
  by_name       varchar(60)   not null,
  constraint trace_step_tenant_id_uq unique (tenant_id, id),
  constraint trace_step_number_uq unique (tenant_id, number),
  constraint trace_step_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint trace_step_kind_ck check (kind in ('MIX', 'SPLIT', 'PACK', 'PROCESS')),
  constraint trace_step_status_ck check (status in ('DONE', 'WRONG')),
  constraint trace_step_kg_ck check (in_kg > 0 and out_kg > 0 and loss_kg >= 0),
  constraint trace_step_balance_ck check (out_kg + loss_kg <= in_kg),
  constraint trace_step_future_ck check (done_on <= (recorded_at at time zone 'Asia/Shanghai')::date)
);
comment on table trace_step is '批次步骤：合并、拆分、包装、加工；产出加损耗不得超过投入，记错只能声明，不能改';
comment on column trace_step.status is 'DONE 有效，WRONG 已声明有误';
create index trace_step_list_ix on trace_step (tenant_id, done_on, id);
create index trace_step_member_ix on trace_step (tenant_id, member_id, done_on);
select jf_protect('trace_step');
revoke delete on trace_step from ${app_role};
revoke update on trace_step from ${app_role};
grant update (status, version) on trace_step to ${app_role};

create table trace_step_error (
  step_id       uuid         not null constraint trace_step_error_pk primary key,
  tenant_id     varchar(12)  not null constraint trace_step_error_tenant_fk references platform_tenant (code),
  reason        varchar(16)  not null,
  note          varchar(300) not null,
  corrected_by  uuid,
  at            timestamptz  not null,
  by_person     uuid         not null,
  by_name       varchar(60)  not null,
  constraint trace_step_error_step_fk foreign key (tenant_id, step_id) references trace_step (tenant_id, id),
  constraint trace_step_error_by_fk foreign key (tenant_id, corrected_by) references trace_step (tenant_id, id),
  constraint trace_step_error_self_ck check (corrected_by is null or corrected_by <> step_id),
  constraint trace_step_error_reason_ck check (reason in ('INCORRECT_DATA', 'DID_NOT_OCCUR'))
);
comment on table trace_step_error is '差错声明：INCORRECT_DATA 数据有误，DID_NOT_OCCUR 没有发生；原步骤保留';
select jf_protect('trace_step_error');
revoke update, delete on trace_step_error from ${app_role};

create table trace_hand_over (
  id           uuid          not null constraint trace_hand_over_pk primary key,
  tenant_id    varchar(12)   not null constraint trace_hand_over_tenant_fk references platform_tenant (code),
  version      bigint        not null,
  number       varchar(20)   not null,
  lot_id       uuid          not null,
  from_id      uuid          not null,
  to_id        uuid          not null,
  kg           numeric(18,6) not null,
  status       varchar(10)   not null,
  sent_on      date          not null,
  sent_at      timestamptz   not null,
  sent_by      uuid          not null,
  sent_name    varchar(60)   not null,
  received_kg  numeric(18,6),
  received_lot uuid,
  answered_at  timestamptz,
  answered_by  uuid,
  answered_name varchar(60),
  reason       varchar(300),
  constraint trace_hand_over_tenant_id_uq unique (tenant_id, id),
  constraint trace_hand_over_number_uq unique (tenant_id, number),
  constraint trace_hand_over_lot_fk foreign key (tenant_id, lot_id) references trace_lot (tenant_id, id),
  constraint trace_hand_over_received_fk foreign key (tenant_id, received_lot) references trace_lot (tenant_id, id),
  constraint trace_hand_over_from_fk foreign key (tenant_id, from_id) references member_member (tenant_id, id),
  constraint trace_hand_over_to_fk foreign key (tenant_id, to_id) references member_member (tenant_id, id),
  constraint trace_hand_over_parties_ck check (from_id <> to_id),
  constraint trace_hand_over_kg_ck check (kg > 0 and (received_kg is null or (received_kg > 0 and received_kg <= kg))),
  constraint trace_hand_over_status_ck check (status in ('SENT', 'CONFIRMED', 'OBJECTED', 'WITHDRAWN')),
  constraint trace_hand_over_confirmed_ck check ((status = 'CONFIRMED') = (received_lot is not null)
    and (status = 'CONFIRMED') = (received_kg is not null)),
  constraint trace_hand_over_answered_ck check ((status = 'SENT') = (answered_at is null) and (answered_at is null) = (answered_by is null)),
  constraint trace_hand_over_reason_ck check (status not in ('OBJECTED', 'WITHDRAWN') or reason is not null),
  constraint trace_hand_over_four_eyes_ck check (status not in ('CONFIRMED', 'OBJECTED') or answered_by <> sent_by)
);
comment on table trace_hand_over is '交接：交方发出，收方另一人确认或提出异议；确认后收方得到自己的批次';
create index trace_hand_over_lot_ix on trace_hand_over (tenant_id, lot_id);
create index trace_hand_over_to_ix on trace_hand_over (tenant_id, to_id, status);
create index trace_hand_over_from_ix on trace_hand_over (tenant_id, from_id, sent_on);
select jf_protect('trace_hand_over');
revoke delete on trace_hand_over from ${app_role};

create table trace_lot_edge (
  tenant_id  varchar(12)   not null constraint trace_lot_edge_tenant_fk references platform_tenant (code),
  parent_id  uuid          not null,
  child_id   uuid          not null,
  source_id  uuid          not null,
  kg         numeric(18,6) not null,
  voided     boolean       not null default false,
  constraint trace_lot_edge_pk primary key (tenant_id, parent_id, child_id, source_id),
  constraint trace_lot_edge_parent_fk foreign key (tenant_id, parent_id) references trace_lot (tenant_id, id),
  constraint trace_lot_edge_child_fk foreign key (tenant_id, child_id) references trace_lot (tenant_id, id),
  constraint trace_lot_edge_kg_ck check (kg > 0),
  constraint trace_lot_edge_self_ck check (parent_id <> child_id)
);
comment on table trace_lot_edge is '批次来源：子批次由哪些父批次而来；kg 为父批次投入该步骤或交接的重量';
create index trace_lot_edge_child_ix on trace_lot_edge (tenant_id, child_id);
create index trace_lot_edge_source_ix on trace_lot_edge (tenant_id, source_id);
select jf_protect('trace_lot_edge');
revoke update, delete on trace_lot_edge from ${app_role};
grant update (voided) on trace_lot_edge to ${app_role};

-- An edge is struck out once, and only when its step was declared wrong.
create function trace_lot_edge_strike() returns trigger language plpgsql as $$
begin
  if old.voided or not new.voided or not exists (select 1 from trace_step_error e
      where e.tenant_id = new.tenant_id and e.step_id = new.source_id) then
    raise exception 'violates constraint "trace_lot_edge_voided_ck"' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger trace_lot_edge_strike before update on trace_lot_edge for each row execute function trace_lot_edge_strike();

-- The last word on the balance, at the end of the transaction: what a step says it took and gave is what its movements
-- and lots say; likewise for what a receiver got.
create function trace_source_balance() returns trigger language plpgsql as $$
declare
  s uuid := (to_jsonb(new) ->> case tg_table_name when 'trace_lot' then 'source_id' else 'id' end)::uuid;
  taken numeric;
  given numeric;
begin
  if s is null then
    return null;
  end if;
  select coalesce(sum(m.kg), 0) into taken from trace_lot_move m
   where m.tenant_id = new.tenant_id and m.source_id = s and m.kind in ('STEP', 'HAND_OVER');
  select coalesce(sum(l.kg), 0) into given from trace_lot l where l.tenant_id = new.tenant_id and l.source_id = s;
  if given > taken or exists (select 1 from trace_step t where t.tenant_id = new.tenant_id and t.id = s
      and (t.in_kg <> taken or t.out_kg <> given)) then
    raise exception 'violates constraint "trace_step_balance_ck": % kg out of % kg', given, taken using errcode = '23514';
  end if;
  return null;
end $$;
create constraint trigger trace_step_balance after insert on trace_step deferrable initially deferred
  for each row execute function trace_source_balance();
create constraint trigger trace_lot_balance after insert on trace_lot deferrable initially deferred
  for each row when (new.source_id is not null) execute function trace_source_balance();

-- One way to walk the whole chain: bought input -> planting -> harvest -> what was made of it. Each row is read with the
-- reader's own rights.
alter table production_input_use add column input_lot_id uuid
  generated always as (md5(input_id::text || ':' || lot_no)::uuid) stored;
comment on column production_input_use.input_lot_id is '投入品批次的编号，由投入品和批号算出，用于正向追踪';
create index production_input_use_lot_ix on production_input_use (tenant_id, input_lot_id) where standing <> 'VOID';
create index trace_lot_grown_ix on trace_lot (tenant_id, planting_id) where kind = 'HARVEST';

-- The links of one node by their indexes. A view over the three tables is read whole at each step, because under row-level
-- security its parts are not flattened; measured on a million lots that took ten seconds instead of milliseconds.
create function trace_children(p_node uuid) returns setof uuid language sql stable rows 5 as $$
  select planting_id from production_input_use where tenant_id = jf_tenant() and input_lot_id = p_node and standing <> 'VOID'
  union all
  select id from trace_lot where tenant_id = jf_tenant() and planting_id = p_node and kind = 'HARVEST'
  union all
  select child_id from trace_lot_edge where tenant_id = jf_tenant() and parent_id = p_node and not voided
$$;
comment on function trace_children is '由它做成或长出的下一步：投入品批次、种植批次或批次';
create function trace_parents(p_node uuid) returns setof uuid language sql stable rows 3 as $$
  select input_lot_id from production_input_use where tenant_id = jf_tenant() and planting_id = p_node and standing <> 'VOID'
  union all
  select planting_id from trace_lot where tenant_id = jf_tenant() and id = p_node and kind = 'HARVEST'
  union all
  select parent_id from trace_lot_edge where tenant_id = jf_tenant() and child_id = p_node and not voided
$$;
comment on function trace_parents is '它由什么做成或长出';

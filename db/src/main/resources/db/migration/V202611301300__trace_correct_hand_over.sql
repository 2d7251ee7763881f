-- A hand-over that was confirmed and is wrong after all: declared wrong with a reason, the goods back where they came from,
-- and, where the figures were wrong, another hand-over that says how it was.
alter table trace_hand_over
  drop constraint trace_hand_over_status_ck,
  drop constraint trace_hand_over_confirmed_ck,
  drop constraint trace_hand_over_four_eyes_ck,
  add constraint trace_hand_over_status_ck check (status in ('SENT', 'CONFIRMED', 'OBJECTED', 'WITHDRAWN', 'WRONG')),
  add constraint trace_hand_over_confirmed_ck check ((status in ('CONFIRMED', 'WRONG')) = (received_lot is not null)
    and (status in ('CONFIRMED', 'WRONG')) = (received_kg is not null)),
  add constraint trace_hand_over_four_eyes_ck check (status not in ('CONFIRMED', 'OBJECTED', 'WRONG') or answered_by <> sent_by);
comment on column trace_hand_over.status is 'SENT 待确认，CONFIRMED 已收到，OBJECTED 有异议，WITHDRAWN 已撤回，WRONG 已声明有误';

create table trace_hand_over_error (
  hand_over_id uuid         not null constraint trace_hand_over_error_pk primary key,
  tenant_id    varchar(12)  not null constraint trace_hand_over_error_tenant_fk references platform_tenant (code),
  reason       varchar(16)  not null,
  note         varchar(300) not null,
  corrected_by uuid,
  at           timestamptz  not null,
  by_person    uuid         not null,
  by_name      varchar(60)  not null,
  constraint trace_hand_over_error_hand_over_fk foreign key (tenant_id, hand_over_id) references trace_hand_over (tenant_id, id),
  constraint trace_hand_over_error_by_fk foreign key (tenant_id, corrected_by) references trace_hand_over (tenant_id, id),
  constraint trace_hand_over_error_self_ck check (corrected_by is null or corrected_by <> hand_over_id),
  constraint trace_hand_over_error_reason_ck check ((reason = 'INCORRECT_DATA' and corrected_by is not null)
    or (reason = 'DID_NOT_OCCUR' and corrected_by is null))
);
comment on table trace_hand_over_error is '交接的差错声明：INCORRECT_DATA 数据有误，另有更正的交接；DID_NOT_OCCUR 没有发生；原交接保留';
select jf_protect('trace_hand_over_error');
revoke update, delete on trace_hand_over_error from ${app_role};

-- What has ended stays as it ended; a confirmed one may still be declared wrong, with its declaration beside it.
create function trace_hand_over_keep() returns trigger language plpgsql as $$
begin
  if old.status in ('OBJECTED', 'WITHDRAWN', 'WRONG') or (old.status = 'CONFIRMED' and (new.status <> 'WRONG'
      or (new.kg, new.received_kg, new.received_lot, new.lot_id) is distinct from (old.kg, old.received_kg, old.received_lot, old.lot_id))) then
    raise exception 'violates constraint "trace_hand_over_keep_ck"' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger trace_hand_over_keep before update on trace_hand_over for each row execute function trace_hand_over_keep();

create function trace_hand_over_declared() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from trace_hand_over_error e where e.tenant_id = new.tenant_id and e.hand_over_id = new.id) then
    raise exception 'violates constraint "trace_hand_over_declared_ck"' using errcode = '23514';
  end if;
  return null;
end $$;
create constraint trigger trace_hand_over_declared after update on trace_hand_over deferrable initially deferred
  for each row when (new.status = 'WRONG') execute function trace_hand_over_declared();

create or replace function trace_lot_edge_strike() returns trigger language plpgsql as $$
begin
  if old.voided or not new.voided or not (exists (select 1 from trace_step_error e
      where e.tenant_id = new.tenant_id and e.step_id = new.source_id) or exists (select 1 from trace_hand_over_error e
      where e.tenant_id = new.tenant_id and e.hand_over_id = new.source_id)) then
    raise exception 'violates constraint "trace_lot_edge_voided_ck"' using errcode = '23514';
  end if;
  return new;
end $$;

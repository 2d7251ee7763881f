-- 土地流转：流转入（从别人那里租来）和流转出（租给别人）。流转出去的地，自己不能再种。

create table production_transfer (
  id          uuid          not null constraint production_transfer_pk primary key,
  tenant_id   varchar(12)   not null,
  version     bigint        not null,
  plot_id     uuid          not null,
  direction   varchar(3)    not null,
  partner     varchar(60)   not null,
  area_mu     numeric(12,4) not null,
  from_on     date          not null,
  to_on       date          not null,
  contract_no varchar(40)   not null,
  contract_id uuid,
  state       varchar(8)    not null,
  reason      varchar(400),
  recorded_by uuid          not null,
  amended_by  uuid,
  recorded_at timestamptz   not null,
  verified_by uuid,
  verified_at timestamptz,
  ended_on    date,
  last_on     date generated always as (coalesce(ended_on - 1, to_on)) stored,
  constraint production_transfer_tid_uq unique (tenant_id, id),
  constraint production_transfer_plot_fk foreign key (tenant_id, plot_id) references production_plot (tenant_id, id),
  constraint production_transfer_direction_ck check (direction in ('IN','OUT')),
  constraint production_transfer_state_ck check (state in ('RECORDED','VERIFIED','RETURNED','ENDED')),
  constraint production_transfer_area_ck check (area_mu > 0),
  constraint production_transfer_term_ck check (from_on <= to_on and to_on < from_on + interval '70 years'),
  constraint production_transfer_verified_ck check ((state in ('VERIFIED','ENDED')) = (verified_by is not null)
    and (verified_by is null) = (verified_at is null)),
  constraint production_transfer_four_eyes_ck check (verified_by is null
    or (verified_by <> recorded_by and verified_by is distinct from amended_by)),
  constraint production_transfer_reason_ck check (state not in ('RETURNED','ENDED') or reason is not null),
  constraint production_transfer_ended_ck check ((state = 'ENDED') = (ended_on is not null)
    and (ended_on is null or ended_on between from_on and to_on))
);
comment on table production_transfer is '土地流转：IN 流转入、OUT 流转出；partner 对方；ended_on 提前终止、不再流转的第一天，last_on 实际的最后一天；核实人不能是登记人';
create index production_transfer_plot_ix on production_transfer (tenant_id, plot_id, from_on);
create index production_transfer_waiting_ix on production_transfer (tenant_id, recorded_at) where state = 'RECORDED';
select jf_protect('production_transfer');
revoke delete on production_transfer from ${app_role};

create function production_given_mu(plot uuid, on_day date) returns numeric language sql stable as $$
  select coalesce(sum(t.area_mu), 0) from production_transfer t
   where t.plot_id = plot and t.direction = 'OUT' and t.state in ('VERIFIED','ENDED') and on_day between t.from_on and t.last_on
$$;
comment on function production_given_mu is '那天已核实流转出去的面积（亩）';

create function production_given_peak(plot uuid, since date, until date) returns numeric language sql stable as $$
  with given as (select t.area_mu, t.from_on, t.last_on from production_transfer t
     where t.plot_id = plot and t.direction = 'OUT' and t.state <> 'RETURNED')
  select coalesce(max(total), 0) from (
    select (select sum(g.area_mu) from given g where d.day between g.from_on and g.last_on) as total
      from (select since as day union select from_on from given where from_on > since and from_on <= until) d) sums
$$;
comment on function production_given_peak is '这段时间里流转出去（含待核实）最多的一天的面积（亩）';

create function production_transfer_above_plot() returns trigger language plpgsql as $$
declare whole numeric;
begin
  select area_mu into whole from production_plot where tenant_id = new.tenant_id and id = new.plot_id for no key update;
  if production_given_peak(new.plot_id, new.from_on, new.last_on) > whole then
    raise exception 'more of plot % is given out than there is, violates constraint "production_transfer_above_plot_tg"', new.plot_id
      using errcode = 'check_violation', constraint = 'production_transfer_above_plot_tg', table = 'production_transfer';
  end if;
  return null;
end $$;
create trigger production_transfer_above_plot_tg after insert or update on production_transfer
  for each row when (new.direction = 'OUT' and new.state in ('RECORDED','VERIFIED'))
  execute function production_transfer_above_plot();

create function production_plot_below_given() returns trigger language plpgsql as $$
begin
  if production_given_peak(new.id, current_date, 'infinity') > coalesce(new.measured_mu, new.declared_mu) then
    raise exception 'more of plot % is given out than there is, violates constraint "production_plot_below_given_tg"', new.id
      using errcode = 'check_violation', constraint = 'production_plot_below_given_tg', table = 'production_plot';
  end if;
  return null;
end $$;
create trigger production_plot_below_given_tg after update on production_plot
  for each row when (coalesce(new.measured_mu, new.declared_mu) < coalesce(old.measured_mu, old.declared_mu))
  execute function production_plot_below_given();

create function production_planting_on_given() returns trigger language plpgsql as $$
declare whole numeric; planted numeric;
begin
  select area_mu, planted_mu into whole, planted from production_plot
   where tenant_id = new.tenant_id and id = new.plot_id for no key update;
  if planted + production_given_mu(new.plot_id, new.sown_on) > whole then
    raise exception 'planting % stands on land given out, violates constraint "production_planting_on_given_tg"', new.id
      using errcode = 'check_violation', constraint = 'production_planting_on_given_tg', table = 'production_planting';
  end if;
  return null;
end $$;
create trigger production_planting_on_given_tg after insert on production_planting
  for each row when (new.state in ('PLANNED','GROWING','HARVESTING'))
  execute function production_planting_on_given();
create trigger production_planting_more_on_given_tg after update on production_planting
  for each row when (new.area_mu > old.area_mu)
  execute function production_planting_on_given();

-- 全托管: a farm's plots in an organisation's hands for a season, with a promise and a settlement.

create sequence jf_number_trust;

create table production_trust_contract (
  id            uuid          not null constraint production_trust_contract_pk primary key,
  tenant_id     varchar(12)   not null,
  version       bigint        not null,
  no            varchar(20)   not null,
  member_id     uuid          not null,
  division      varchar(12)   not null,
  provider_id   uuid          not null,
  provider_member uuid        not null,
  crop          varchar(30)   not null constraint production_trust_contract_crop_fk references production_crop (code),
  begins_on     date          not null,
  ends_on       date          not null,
  area_mu       numeric(12,4) not null,
  items         varchar(500)  not null,
  promise_kg_mu numeric(12,3) not null,
  fee_mu        numeric(18,2) not null,
  ref_price     numeric(18,2) not null,
  share_rate    numeric(5,4)  not null,
  village_rate  numeric(5,4)  not null,
  village_name  varchar(60),
  state         varchar(12)   not null,
  drafted_by    uuid          not null,
  drafted_at    timestamptz   not null,
  changed_at    timestamptz   not null,
  farm_signed_by uuid,
  farm_signed_name varchar(60),
  farm_signed_at timestamptz,
  provider_signed_by uuid,
  provider_signed_name varchar(60),
  provider_signed_at timestamptz,
  yield_kg      numeric(18,3),
  force_majeure varchar(300),
  fee           numeric(18,2),
  share         numeric(18,2),
  shortfall     numeric(18,2),
  village       numeric(18,2),
  farm_pays     numeric(18,2),
  provider_keeps numeric(18,2),
  settled_by    uuid,
  settled_name  varchar(60),
  settled_at    timestamptz,
  confirmed_by  uuid,
  confirmed_name varchar(60),
  confirmed_at  timestamptz,
  completed_on  date,
  completed_ref varchar(60),
  constraint production_trust_contract_tid_uq unique (tenant_id, id),
  constraint production_trust_contract_no_uq unique (tenant_id, no),
  constraint production_trust_contract_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint production_trust_contract_provider_fk foreign key (tenant_id, provider_id) references production_service_provider (tenant_id, id),
  constraint production_trust_contract_own_ck check (member_id <> provider_member),
  constraint production_trust_contract_time_ck check (ends_on > begins_on and ends_on <= begins_on + 1100),
  constraint production_trust_contract_terms_ck check (area_mu > 0 and promise_kg_mu > 0 and fee_mu > 0 and ref_price > 0
    and share_rate between 0 and 1 and village_rate between 0 and 1 and (village_rate = 0 or village_name is not null)),
  constraint production_trust_contract_state_ck check (state in ('DRAFT','FARM_SIGNED','IN_FORCE','SETTLING','SETTLED','COMPLETED','TERMINATED','DISCARDED')),
  constraint production_trust_contract_signed_ck check ((state not in ('IN_FORCE','SETTLING','SETTLED','COMPLETED','TERMINATED')
      or (farm_signed_by is not null and provider_signed_by is not null))
    and (farm_signed_by is null) = (farm_signed_at is null) and (provider_signed_by is null) = (provider_signed_at is null)),
  constraint production_trust_contract_signers_ck check (provider_signed_by is null or provider_signed_by <> farm_signed_by),
  constraint production_trust_contract_settled_ck check ((state in ('SETTLING','SETTLED','COMPLETED')) = (settled_by is not null)
    and (settled_by is null) = (yield_kg is null) and (settled_by is null) = (farm_pays is null)),
  constraint production_trust_contract_sums_ck check (settled_by is null or (fee = round(area_mu * fee_mu, 2)
    and farm_pays = fee + share - shortfall and provider_keeps = farm_pays - village and village = round(fee * village_rate, 2)
    and share >= 0 and shortfall >= 0 and (share = 0 or shortfall = 0))),
  constraint production_trust_contract_confirmed_ck check ((state in ('SETTLED','COMPLETED')) = (confirmed_by is not null)),
  constraint production_trust_contract_four_eyes_ck check (confirmed_by is null or confirmed_by <> settled_by),
  constraint production_trust_contract_completed_ck check ((state = 'COMPLETED') = (completed_on is not null) and (completed_on is null) = (completed_ref is null))
);
comment on table production_trust_contract is '全托管合同：保底产量 promise_kg_mu 公斤/亩，服务费 fee_mu 元/亩，少收按 ref_price 元/公斤由服务组织赔，多收部分按 share_rate 归服务组织，village_rate 为村集体组织费，从服务组织所得中付；farm_pays 农户应付，为负是服务组织应付给农户';
create index production_trust_contract_member_ix on production_trust_contract (tenant_id, member_id);
select jf_protect('production_trust_contract');
revoke delete on production_trust_contract from ${app_role};

create table production_trust_plot (
  tenant_id   varchar(12)   not null,
  contract_id uuid          not null,
  plot_id     uuid          not null,
  area_mu     numeric(12,4) not null,
  during      daterange     not null,
  active      boolean       not null,
  constraint production_trust_plot_pk primary key (tenant_id, contract_id, plot_id),
  constraint production_trust_plot_contract_fk foreign key (tenant_id, contract_id) references production_trust_contract (tenant_id, id),
  constraint production_trust_plot_plot_fk foreign key (tenant_id, plot_id) references production_plot (tenant_id, id),
  constraint production_trust_plot_area_ck check (area_mu > 0),
  constraint production_trust_plot_one_ex exclude using gist (tenant_id with =, plot_id with =, during with &&) where (active)
);
comment on table production_trust_plot is '托管的地块；一块地同一时间只在一份没有终止的合同里';
select jf_protect('production_trust_plot');

create table production_trust_part (
  tenant_id   varchar(12)  not null,
  contract_id uuid         not null,
  no          integer      not null,
  due_on      date         not null,
  percent     numeric(5,2) not null,
  constraint production_trust_part_pk primary key (tenant_id, contract_id, no),
  constraint production_trust_part_contract_fk foreign key (tenant_id, contract_id) references production_trust_contract (tenant_id, id),
  constraint production_trust_part_percent_ck check (percent > 0 and percent <= 100)
);
comment on table production_trust_part is '服务费的付款计划，各期百分比合计 100';
select jf_protect('production_trust_part');

-- What both sides sign is whole, and from then on its terms stay.
create function production_trust_contract_terms() returns trigger language plpgsql as $$
begin
  if old.state = 'DRAFT' and new.state = 'FARM_SIGNED' then
    if (select coalesce(sum(p.percent), 0) from production_trust_part p where p.tenant_id = new.tenant_id and p.contract_id = new.id) <> 100
       or (select coalesce(sum(g.area_mu), 0) from production_trust_plot g where g.tenant_id = new.tenant_id and g.contract_id = new.id) <> new.area_mu then
      raise exception 'contract % is not whole, violates constraint "production_trust_contract_whole_tg"', new.id
        using errcode = 'check_violation', constraint = 'production_trust_contract_whole_tg', table = 'production_trust_contract';
    end if;
  end if;
  if (new.member_id, new.provider_id, new.crop, new.begins_on, new.ends_on, new.area_mu, new.items, new.promise_kg_mu, new.fee_mu,
      new.ref_price, new.share_rate, new.village_rate, new.village_name)
     is distinct from
     (old.member_id, old.provider_id, old.crop, old.begins_on, old.ends_on, old.area_mu, old.items, old.promise_kg_mu, old.fee_mu,
      old.ref_price, old.share_rate, old.village_rate, old.village_name) then
    raise exception 'contract % is fixed, violates constraint "production_trust_contract_fixed_tg"', old.id
      using errcode = 'check_violation', constraint = 'production_trust_contract_fixed_tg', table = 'production_trust_contract';
  end if;
  return new;
end $$;
create trigger production_trust_contract_terms_tg before update on production_trust_contract
  for each row execute function production_trust_contract_terms();

-- Whoever found a copied label may be rewarded: one person grants, another pays against the receipt's number.
create table trace_complaint_reward (
  complaint_id uuid          not null constraint trace_complaint_reward_pk primary key,
  tenant_id    varchar(12)   not null constraint trace_complaint_reward_tenant_fk references platform_tenant (code),
  amount       numeric(18,2) not null,
  granted_by   uuid          not null,
  granted_name varchar(60)   not null,
  granted_at   timestamptz   not null,
  paid_by      uuid,
  paid_name    varchar(60),
  paid_at      timestamptz,
  constraint trace_complaint_reward_amount_ck check (amount > 0 and amount <= 10000),
  constraint trace_complaint_reward_paid_ck check ((paid_by is null) = (paid_at is null) and (paid_by is null) = (paid_name is null)),
  constraint trace_complaint_reward_four_eyes_ck check (paid_by is null or paid_by <> granted_by)
);
alter table trace_code_complaint add constraint trace_code_complaint_tid_uq unique (tenant_id, id);
alter table trace_complaint_reward add constraint trace_complaint_reward_complaint_fk
  foreign key (tenant_id, complaint_id) references trace_code_complaint (tenant_id, id);
comment on table trace_complaint_reward is '举报奖励（元）：结案属实后一人核给，另一人凭回执号付给，不问姓名；一条举报一份';
select jf_protect('trace_complaint_reward');
revoke delete on trace_complaint_reward from ${app_role};

-- For whoever has the receipt's number; the visitor has no tenant.
create function trace_reward_look(p_reference varchar)
returns table (amount numeric, paid_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.amount, r.paid_at from trace_code_complaint p
    join trace_complaint_reward r on r.tenant_id = p.tenant_id and r.complaint_id = p.id
   where p.reference = p_reference
$$;
comment on function trace_reward_look is '凭回执号看有没有奖励、领了没有';
revoke execute on function trace_reward_look from public;
grant execute on function trace_reward_look to ${app_role};

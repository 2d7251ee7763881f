-- What the database refuses of a bank's levels is told in words: the message names the constraint as PostgreSQL itself does.
create or replace function jf_bank_level_proved() returns trigger language plpgsql as $$
declare
  client varchar;
begin
  -- one change of a bank's levels at a time
  perform 1 from credit_bank b where b.tenant_id = new.tenant_id and b.id = new.bank_id for update;
  if tg_op = 'UPDATE' and old.state = 'ENDED' then
    raise exception using errcode = 'check_violation', constraint = 'credit_bank_level_final_ck',
      message = 'violates check constraint "credit_bank_level_final_ck"';
  end if;
  if new.state = 'ENDED' then
    if exists (select 1 from credit_bank_level l where l.tenant_id = new.tenant_id and l.bank_id = new.bank_id
                 and l.level > new.level and l.state = 'LIVE') and old.state = 'LIVE' then
      raise exception using errcode = 'check_violation', constraint = 'credit_bank_level_order_ck',
        message = 'violates check constraint "credit_bank_level_order_ck"';
    end if;
    return new;
  end if;
  if new.level > 1 and not exists (select 1 from credit_bank_level l where l.tenant_id = new.tenant_id
        and l.bank_id = new.bank_id and l.level = new.level - 1 and l.state = 'LIVE') then
    raise exception using errcode = 'check_violation', constraint = 'credit_bank_level_order_ck',
      message = 'violates check constraint "credit_bank_level_order_ck"';
  end if;
  if new.basis <> 'RUNS' then
    if not exists (select 1 from platform_tenant t where t.code = new.tenant_id and t.demo and new.basis = 'DEMO') then
      raise exception using errcode = 'check_violation', constraint = 'credit_bank_level_proved_ck',
        message = 'violates check constraint "credit_bank_level_proved_ck"';
    end if;
    return new;
  end if;
  select b.client_id into client from credit_bank b where b.tenant_id = new.tenant_id and b.id = new.bank_id;
  if exists (select 1 from credit_level_requirement r where r.level = new.level
        and not exists (select 1 from jf_twin_runs(client) x where x.requirement = r.requirement)) then
    raise exception using errcode = 'check_violation', constraint = 'credit_bank_level_proved_ck',
      message = 'violates check constraint "credit_bank_level_proved_ck"';
  end if;
  return new;
end $$;

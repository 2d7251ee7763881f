-- The limits of the guarantor, once more where nobody can go round them: what letters and guarantees in force
-- come to, with what it stood for before, within its multiple of net assets; for one customer within its share.
-- The guarantor's row is locked first, so that two letters at once cannot both take the rest. Only a rise is
-- checked: net assets that fall later make no recorded liability untrue.
create function jf_guarantor_within_limits() returns trigger language plpgsql as $$
declare
  g credit_guarantor%rowtype;
  total numeric(18,2);
  single numeric(18,2);
begin
  if new.status not in ('RESERVED', 'IN_FORCE') then
    return new;
  end if;
  if tg_op = 'UPDATE' and old.status in ('RESERVED', 'IN_FORCE') and old.guarantor_id = new.guarantor_id
     and old.member_id = new.member_id and new.amount <= old.amount then
    return new;
  end if;
  select * into g from credit_guarantor where tenant_id = new.tenant_id and id = new.guarantor_id for update;
  if not found then
    return new;
  end if;
  select coalesce(sum(amount), 0), coalesce(sum(amount) filter (where member_id = new.member_id), 0)
    into total, single
    from credit_guarantee
   where tenant_id = new.tenant_id and guarantor_id = new.guarantor_id and id <> new.id
     and status in ('RESERVED', 'IN_FORCE');
  if g.earlier_balance + total + new.amount > g.net_assets * g.multiple then
    raise exception using errcode = 'check_violation', constraint = 'credit_guarantor_multiple_ck',
      message = 'violates constraint "credit_guarantor_multiple_ck"';
  end if;
  if single + new.amount > g.net_assets * g.single_percent / 100 then
    raise exception using errcode = 'check_violation', constraint = 'credit_guarantor_single_ck',
      message = 'violates constraint "credit_guarantor_single_ck"';
  end if;
  return new;
end $$;
comment on function jf_guarantor_within_limits() is '担保责任合计不超过净资产的放大倍数，单户不超过净资产的比例；与担保台账同一规则';
create trigger credit_guarantee_limits before insert or update of amount, status, guarantor_id, member_id on credit_guarantee
  for each row execute function jf_guarantor_within_limits();

-- A key ends on the day of its proposal at the earliest and three years on at the latest; by the system's clock, as keys do.
create function jf_encryption_key_bounded() returns trigger language plpgsql as $$
declare
  today constant date := (now() at time zone 'Asia/Shanghai')::date;
begin
  if new.valid_to < today or new.valid_to > (today + interval '3 years')::date then
    raise exception using errcode = 'check_violation', constraint = 'credit_encryption_key_valid_to_ck',
      message = 'violates check constraint "credit_encryption_key_valid_to_ck"';
  end if;
  return new;
end $$;
create trigger credit_encryption_key_bounded_tr before insert on credit_encryption_key
  for each row execute function jf_encryption_key_bounded();

-- A bank's own split is all three parts or none, none of them negative, and they add up; only a repayment has one.
create function jf_yuan(content text, field text) returns numeric language sql immutable
  return (content::jsonb #>> array[field, 'amount'])::numeric;
comment on function jf_yuan is '报文里一项金额（元）；没有这一项时为空';
alter table credit_booking add constraint credit_booking_split_ck check (case
  num_nonnulls(jf_yuan(content, 'principal'), jf_yuan(content, 'interest'), jf_yuan(content, 'penalty'))
  when 0 then true
  when 3 then kind = 'REPAYMENT'
    and least(jf_yuan(content, 'principal'), jf_yuan(content, 'interest'), jf_yuan(content, 'penalty')) >= 0
    and coalesce(jf_yuan(content, 'principal') + jf_yuan(content, 'interest') + jf_yuan(content, 'penalty')
      = jf_yuan(content, 'amount'), false)
  else false end);

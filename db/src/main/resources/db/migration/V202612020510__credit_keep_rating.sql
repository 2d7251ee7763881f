-- A rating stays as it was made: its facts, their hash, its card and what came out (I21).
create function jf_rating_kept() returns trigger language plpgsql as $$
begin
  raise exception using errcode = 'check_violation', constraint = 'credit_rating_kept_ck',
    message = 'violates check constraint "credit_rating_kept_ck"';
end $$;
create trigger credit_rating_kept before update on credit_rating for each row
  when ((new.no, new.member_id, new.scorecard_version_id, new.as_of, new.score, new.grade, new.thin_file,
         new.limit_amount, new.snapshot, new.snapshot_sha256, new.outcome, new.rated_at, new.rated_by)
    is distinct from (old.no, old.member_id, old.scorecard_version_id, old.as_of, old.score, old.grade, old.thin_file,
         old.limit_amount, old.snapshot, old.snapshot_sha256, old.outcome, old.rated_at, old.rated_by))
  execute function jf_rating_kept();

-- What goes out rests on a rating of this farm that counts at that moment (I10).
create function jf_application_rated() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from credit_rating r where r.tenant_id = new.tenant_id and r.id = new.rating_id
                   and r.member_id = new.member_id and r.status = 'EFFECTIVE') then
    raise exception using errcode = 'check_violation', constraint = 'credit_application_rating_ck',
      message = 'violates check constraint "credit_application_rating_ck"';
  end if;
  return new;
end $$;
create trigger credit_application_rated before update of status on credit_application
  for each row when (new.status <> old.status and new.status = 'SUBMITTED')
  execute function jf_application_rated();

-- With nobody behind it one member has at most a million, promised and owed, over all products (I9). Whoever takes it
-- holds the member's lock, so the sum sees what others took.
create function jf_application_unsecured() returns trigger language plpgsql as $$
declare
  total numeric(18,2);
begin
  if not exists (select 1 from credit_product p where p.tenant_id = new.tenant_id and p.id = new.product_id
                   and p.guarantee_kind = 'NONE') then
    return new;
  end if;
  select coalesce(sum(case when a.reserved then a.amount else coalesce(l.outstanding, 0) end), 0) into total
    from credit_application a
    join credit_product p on p.tenant_id = a.tenant_id and p.id = a.product_id
    left join credit_loan l on l.tenant_id = a.tenant_id and l.id = a.loan_id
   where a.tenant_id = new.tenant_id and a.member_id = new.member_id and p.guarantee_kind = 'NONE';
  if total > 1000000 then
    raise exception using errcode = 'check_violation', constraint = 'credit_application_unsecured_ck',
      message = 'violates check constraint "credit_application_unsecured_ck"';
  end if;
  return new;
end $$;
create trigger credit_application_unsecured after update of reserved on credit_application
  for each row when (new.reserved and not old.reserved) execute function jf_application_unsecured();

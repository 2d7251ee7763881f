-- Who has recused himself takes no step of the member's ratings and declarations either: the same as in the application.
create function jf_step_unrelated() returns trigger language plpgsql as $$
declare
  who uuid := (to_jsonb(new) ->> tg_argv[0])::uuid;
begin
  if who is not null and (tg_op = 'INSERT' or who is distinct from (to_jsonb(old) ->> tg_argv[0])::uuid)
      and exists (select 1 from credit_recusal r where r.tenant_id = new.tenant_id and r.member_id = new.member_id
        and r.person_id = who and r.ended_at is null) then
    raise exception using errcode = 'check_violation', constraint = 'credit_rating_unrelated_ck',
      message = 'violates check constraint "credit_rating_unrelated_ck"';
  end if;
  return new;
end $$;
comment on function jf_step_unrelated is '申报过回避的人不能办这家会员的评级、异议、调整、恢复和申报核实；参数是记着经办人的列';
create trigger credit_rating_override_proposer before insert on credit_rating_override
  for each row execute function jf_step_unrelated('proposed_by');
create trigger credit_rating_override_decider before insert or update on credit_rating_override
  for each row when (new.status in ('IN_FORCE', 'REFUSED')) execute function jf_step_unrelated('decided_by');
create trigger credit_rating_objection_decider before insert or update on credit_rating_objection
  for each row execute function jf_step_unrelated('decided_by');
create trigger credit_rating_suspension_lifter before insert or update on credit_rating_suspension
  for each row execute function jf_step_unrelated('lifted_by');
create trigger credit_declaration_verifier before insert or update on credit_declaration
  for each row when (new.status = 'VERIFIED') execute function jf_step_unrelated('decided_by');

-- Who is related to a member keeps out of its cases: he says so himself, another person ends it.
create table credit_recusal (
  id           uuid         not null constraint credit_recusal_pk primary key,
  tenant_id    varchar(12)  not null constraint credit_recusal_tenant_fk references platform_tenant (code),
  member_id    uuid         not null,
  person_id    uuid         not null,
  person_name  varchar(60)  not null,
  relation     varchar(200) not null,
  declared_at  timestamptz  not null,
  ended_at     timestamptz,
  ended_by     uuid,
  ended_name   varchar(60),
  ended_reason varchar(200),
  constraint credit_recusal_tid_uq unique (tenant_id, id),
  constraint credit_recusal_ended_ck check (num_nonnulls(ended_at, ended_by, ended_name, ended_reason) in (0, 4)),
  constraint credit_recusal_two_people_ck check (ended_by <> person_id)
);
comment on table credit_recusal is '回避：工作人员申报与某会员有关系，从此不办这家的融资和评级，由另一人写明理由才能终止';
comment on column credit_recusal.relation is '什么关系，本人的话';
create unique index credit_recusal_open_uq on credit_recusal (tenant_id, member_id, person_id) where ended_at is null;
select jf_protect('credit_recusal');
revoke update, delete on credit_recusal from ${app_role};
grant update (ended_at, ended_by, ended_name, ended_reason) on credit_recusal to ${app_role};

create function jf_recusal_kept() returns trigger language plpgsql as $$
begin
  raise exception using errcode = 'check_violation', constraint = 'credit_recusal_kept_ck',
    message = 'violates check constraint "credit_recusal_kept_ck"';
end $$;
create trigger credit_recusal_kept before update on credit_recusal
  for each row when (old.ended_at is not null) execute function jf_recusal_kept();

create function jf_application_unrelated() returns trigger language plpgsql as $$
begin
  if exists (select 1 from credit_recusal r where r.tenant_id = new.tenant_id and r.member_id = new.member_id
       and r.ended_at is null
       and (r.person_id = new.reviewed_by and new.reviewed_by is distinct from old.reviewed_by
         or r.person_id = new.diligence_by and new.diligence_by is distinct from old.diligence_by
         or r.person_id = new.guaranteed_by and new.guaranteed_by is distinct from old.guaranteed_by)) then
    raise exception using errcode = 'check_violation', constraint = 'credit_application_unrelated_ck',
      message = 'violates check constraint "credit_application_unrelated_ck"';
  end if;
  return new;
end $$;
create trigger credit_application_unrelated before update on credit_application
  for each row when (new.reviewed_by is distinct from old.reviewed_by
    or new.diligence_by is distinct from old.diligence_by or new.guaranteed_by is distinct from old.guaranteed_by)
  execute function jf_application_unrelated();

create function jf_vote_unrelated() returns trigger language plpgsql as $$
begin
  if exists (select 1 from credit_recusal r
       join credit_application a on a.tenant_id = r.tenant_id and a.member_id = r.member_id
      where a.tenant_id = new.tenant_id and a.id = new.application_id and r.person_id = new.person_id
        and r.ended_at is null) then
    raise exception using errcode = 'check_violation', constraint = 'credit_application_unrelated_ck',
      message = 'violates check constraint "credit_application_unrelated_ck"';
  end if;
  return new;
end $$;
create trigger credit_guarantee_vote_unrelated before insert on credit_guarantee_vote
  for each row execute function jf_vote_unrelated();

-- A guarantee above what the product says is voted on by a committee before it is approved; and what the reviewer saw is
-- kept as photos with place and time.
alter table credit_product add column committee_above numeric(18,2),
  add constraint credit_product_committee_ck
    check (committee_above is null or (committee_above >= 0 and guarantee_kind = 'GUARANTOR'));
comment on column credit_product.committee_above is '担保金额高于多少（元）要评审会表决；空为不开评审会';
alter table credit_application add column committee boolean not null default false,
  add column vote_round int not null default 0;
comment on column credit_application.committee is '担保要先经评审会表决';
comment on column credit_application.vote_round is '第几轮：每次尽调以后重新表决';

create table credit_guarantee_vote (
  id             uuid         not null constraint credit_guarantee_vote_pk primary key,
  tenant_id      varchar(12)  not null constraint credit_guarantee_vote_tenant_fk references platform_tenant (code),
  application_id uuid         not null,
  vote_round     int          not null,
  person_id      uuid         not null,
  person_name    varchar(60)  not null,
  agrees         boolean      not null,
  words          varchar(400) not null,
  voted_at       timestamptz  not null,
  constraint credit_guarantee_vote_once_uq unique (tenant_id, application_id, vote_round, person_id),
  constraint credit_guarantee_vote_application_fk foreign key (tenant_id, application_id)
    references credit_application (tenant_id, id)
);
comment on table credit_guarantee_vote is '担保评审会的表决：一人一票，投了不改';
select jf_protect('credit_guarantee_vote');
revoke update, delete on credit_guarantee_vote from ${app_role};

create function jf_application_voted() returns trigger language plpgsql as $$
declare
  votes int;
  ayes  int;
begin
  select count(*), count(*) filter (where v.agrees) into votes, ayes from credit_guarantee_vote v
   where v.tenant_id = new.tenant_id and v.application_id = new.id and v.vote_round = new.vote_round;
  if votes < 3 or 3 * ayes < 2 * votes then
    raise exception using errcode = 'check_violation', constraint = 'credit_application_voted_ck',
      message = 'violates check constraint "credit_application_voted_ck"';
  end if;
  return new;
end $$;
create trigger credit_application_voted before update of status on credit_application
  for each row when (new.committee and old.status = 'GUARANTEE_APPROVAL' and new.status = 'READY')
  execute function jf_application_voted();

-- Nobody votes on what he made, and only while it is asked.
create function jf_vote_allowed() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from credit_application a where a.tenant_id = new.tenant_id and a.id = new.application_id
                   and a.committee and a.status = 'GUARANTEE_APPROVAL' and a.vote_round = new.vote_round
                   and new.person_id <> all (array_remove(array[a.applicant, a.submitted_by, a.reviewed_by,
                         a.diligence_by], null))) then
    raise exception using errcode = 'check_violation', constraint = 'credit_guarantee_vote_eyes_ck',
      message = 'violates check constraint "credit_guarantee_vote_eyes_ck"';
  end if;
  return new;
end $$;
create trigger credit_guarantee_vote_allowed before insert on credit_guarantee_vote
  for each row execute function jf_vote_allowed();

create table credit_diligence_photo (
  id             uuid         not null constraint credit_diligence_photo_pk primary key,
  tenant_id      varchar(12)  not null constraint credit_diligence_photo_tenant_fk references platform_tenant (code),
  application_id uuid         not null,
  file_id        uuid         not null,
  place          varchar(100) not null,
  latitude       numeric(9,6),
  longitude      numeric(9,6),
  taken_at       timestamptz  not null,
  added_by       varchar(60)  not null,
  constraint credit_diligence_photo_application_fk foreign key (tenant_id, application_id)
    references credit_application (tenant_id, id),
  constraint credit_diligence_photo_file_fk foreign key (tenant_id, file_id) references platform_file (tenant_id, id),
  constraint credit_diligence_photo_where_ck check (num_nonnulls(latitude, longitude) in (0, 2)
    and (latitude is null or (latitude between -90 and 90 and longitude between -180 and 180)))
);
comment on table credit_diligence_photo is '尽调照片：拍的地方、时间；位置由手机给出时一并存';
create index credit_diligence_photo_application_ix on credit_diligence_photo (tenant_id, application_id, id);
select jf_protect('credit_diligence_photo');
revoke update, delete on credit_diligence_photo from ${app_role};

-- Between the decision and the licence: public notice, objections, a contract. Afterwards a review each year.

alter table brand_licence
  add column notice_from date, add column notice_until date,
  add column contract_file uuid, add column contract_on date,
  add column next_review_on date,
  drop constraint brand_licence_status_ck,
  add constraint brand_licence_status_ck check (status in
    ('SUBMITTED', 'DEFECTS', 'CHECKED', 'NOTICE', 'ACTIVE', 'SUSPENDED', 'DECLINED', 'WITHDRAWN', 'EXPIRED', 'REVOKED')),
  drop constraint brand_licence_passed_ck,
  add constraint brand_licence_passed_ck check (status not in ('CHECKED', 'NOTICE', 'ACTIVE', 'SUSPENDED', 'EXPIRED', 'REVOKED')
    or check_score >= 80),
  add constraint brand_licence_notice_ck check ((notice_from is null) = (notice_until is null) and notice_until >= notice_from + 7),
  add constraint brand_licence_noticed_ck check (status <> 'NOTICE'
    or (notice_from is not null and decided_by is not null and valid_until is not null and number is null)),
  add constraint brand_licence_contract_ck check ((contract_file is null) = (contract_on is null) and contract_on > notice_until),
  add constraint brand_licence_signed_ck check (notice_from is null or contract_on is not null
    or status in ('NOTICE', 'DECLINED', 'WITHDRAWN')),
  add constraint brand_licence_contract_fk foreign key (tenant_id, contract_file) references platform_file (tenant_id, id);
comment on column brand_licence.notice_until is '公示的最后一天，至少公示 7 天；空为公示制度之前授权的';
comment on column brand_licence.contract_file is '双方签字盖章的许可合同；contract_on 为签订日，晚于公示期';
comment on column brand_licence.next_review_on is '下一次年度审查的日子；空为到期前不再审查';
drop index brand_licence_one_live_uq;
create unique index brand_licence_one_live_uq on brand_licence (tenant_id, member_id, class_code)
  where status in ('SUBMITTED', 'DEFECTS', 'CHECKED', 'NOTICE', 'ACTIVE', 'SUSPENDED');
create index brand_licence_review_ix on brand_licence (tenant_id, next_review_on) where status = 'ACTIVE';

create table brand_licence_objection (
  id           uuid         not null constraint brand_licence_objection_pk primary key,
  tenant_id    varchar(12)  not null,
  licence_id   uuid         not null,
  reference    varchar(12)  not null,
  words        varchar(500) not null,
  at           timestamptz  not null,
  on_day       date         not null,
  visitor      varchar(64)  not null,
  outcome      varchar(10),
  answer       varchar(400),
  answered_by  uuid,
  answered_name varchar(60),
  answered_at  timestamptz,
  constraint brand_licence_objection_licence_fk foreign key (tenant_id, licence_id) references brand_licence (tenant_id, id),
  constraint brand_licence_objection_reference_uq unique (reference),
  constraint brand_licence_objection_once_uq unique (tenant_id, licence_id, visitor, on_day),
  constraint brand_licence_objection_words_ck check (length(trim(words)) >= 5),
  constraint brand_licence_objection_outcome_ck check (outcome in ('UPHELD', 'DISMISSED')),
  constraint brand_licence_objection_answered_ck check ((outcome is null) = (answer is null) and (outcome is null) = (answered_by is null)
    and (outcome is null) = (answered_name is null) and (outcome is null) = (answered_at is null))
);
comment on table brand_licence_objection is '公示期内的异议，不留姓名，凭回执查答复；visitor 为当天地址的密钥摘要，同一地址对同一公示一天一次；有没答复的异议不能签合同';
create index brand_licence_objection_licence_ix on brand_licence_objection (tenant_id, licence_id);
select jf_protect('brand_licence_objection');
revoke delete on brand_licence_objection from ${app_role};

create table brand_licence_review (
  tenant_id     varchar(12)  not null,
  licence_id    uuid         not null,
  due_on        date         not null,
  tests         int          not null,
  tests_failed  int          not null,
  lots          int          not null,
  complaints    int          not null,
  labels        bigint       not null,
  labels_voided bigint       not null,
  passed        boolean      not null,
  note          varchar(400) not null,
  by_person     uuid         not null,
  by_name       varchar(60)  not null,
  at            timestamptz  not null,
  constraint brand_licence_review_pk primary key (tenant_id, licence_id, due_on),
  constraint brand_licence_review_licence_fk foreign key (tenant_id, licence_id) references brand_licence (tenant_id, id),
  constraint brand_licence_review_counts_ck check (tests_failed between 0 and tests and lots >= 0 and complaints >= 0
    and labels_voided between 0 and labels)
);
comment on table brand_licence_review is '年度审查：过去一年的检测、批次、投诉、标签数字和结论；只增不改';
select jf_protect('brand_licence_review');
revoke update, delete on brand_licence_review from ${app_role};

-- What was signed while somebody waited for an answer would not be a notice.
create function brand_licence_unanswered() returns trigger language plpgsql as $$
begin
  if exists (select 1 from brand_licence_objection o where o.tenant_id = new.tenant_id and o.licence_id = new.id and o.outcome is null) then
    raise exception 'licence has an unanswered objection' using errcode = 'check_violation', constraint = 'brand_licence_unanswered_ck';
  end if;
  return new;
end $$;
create trigger brand_licence_unanswered_tr before update on brand_licence
  for each row when (old.status = 'NOTICE' and new.status = 'ACTIVE') execute function brand_licence_unanswered();

-- Whoever objects holds the licence, so that it is not signed meanwhile.
create function brand_licence_objected() returns trigger language plpgsql as $$
begin
  perform 1 from brand_licence l where l.tenant_id = new.tenant_id and l.id = new.licence_id and l.status = 'NOTICE'
    and new.on_day between l.notice_from and l.notice_until for share;
  if not found then
    raise exception 'no notice is running' using errcode = 'check_violation', constraint = 'brand_licence_objected_ck';
  end if;
  return new;
end $$;
create trigger brand_licence_objected_tr before insert on brand_licence_objection
  for each row execute function brand_licence_objected();

create function brand_objection_look(wanted text)
  returns table (holder varchar, notice_until date, at timestamptz, outcome varchar, answer varchar, answered_at timestamptz)
  language sql stable security definer set search_path = public as $$
  select l.holder, l.notice_until, o.at, o.outcome, o.answer, o.answered_at
    from brand_licence_objection o join brand_licence l on l.tenant_id = o.tenant_id and l.id = o.licence_id
   where o.reference = wanted
$$;
revoke all on function brand_objection_look(text) from public;
grant execute on function brand_objection_look(text) to ${app_role};

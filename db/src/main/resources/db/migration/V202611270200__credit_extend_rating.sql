-- What happens to a rating after it was made: objection, override, suspension, and the notice before its end.

alter table credit_rating drop constraint credit_rating_status_ck;
alter table credit_rating add constraint credit_rating_status_ck
  check (status in ('EFFECTIVE', 'UNDER_OBJECTION', 'SUSPENDED', 'SUPERSEDED', 'EXPIRED'));
drop index credit_rating_effective_uq;
create unique index credit_rating_effective_uq on credit_rating (tenant_id, member_id)
  where status in ('EFFECTIVE', 'UNDER_OBJECTION', 'SUSPENDED');

alter table credit_rating add column override_grade varchar(3);
alter table credit_rating add column override_route varchar(20);
alter table credit_rating add column override_limit numeric(18,2);
alter table credit_rating add column override_to date;
alter table credit_rating add column override_by uuid;
alter table credit_rating add column end_told_at timestamptz;
alter table credit_rating add constraint credit_rating_override_ck check (
  num_nonnulls(override_grade, override_route, override_limit, override_to, override_by) in (0, 5)
  and (override_grade is null or (override_limit >= 0 and override_to <= valid_to
    and abs(array_position(array['AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'C'], override_grade::text)
          - array_position(array['AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'C'], grade::text)) = 1)));
comment on column credit_rating.override_grade is '人工调整后的等级（上下各一级为限），override_to 之前代替模型等级；模型等级不改';
comment on column credit_rating.override_limit is '按调整后等级算出的建议额度，元';
comment on column credit_rating.end_told_at is '到期前何时通知过会员';

create sequence jf_number_credit_objection;
create table credit_rating_objection (
  id            uuid         not null constraint credit_rating_objection_pk primary key,
  tenant_id     varchar(12)  not null constraint credit_rating_objection_tenant_fk references platform_tenant (code),
  version       bigint       not null,
  no            varchar(20)  not null,
  status        varchar(20)  not null,
  rating_id     uuid         not null,
  member_id     uuid         not null,
  indicator     varchar(20),
  reason        varchar(400) not null,
  evidence_file uuid,
  rated_by      uuid         not null,
  override_by   uuid,
  filed_by      uuid         not null,
  filed_name    varchar(60)  not null,
  filed_at      timestamptz  not null,
  answer_by     date         not null,
  remedy        varchar(20),
  new_rating_id uuid,
  decided_by    uuid,
  decided_name  varchar(60),
  decided_at    timestamptz,
  answer        varchar(400),
  constraint credit_rating_objection_tenant_uq unique (tenant_id, id),
  constraint credit_rating_objection_no_uq unique (tenant_id, no),
  constraint credit_rating_objection_rating_fk foreign key (tenant_id, rating_id) references credit_rating (tenant_id, id),
  constraint credit_rating_objection_new_fk foreign key (tenant_id, new_rating_id) references credit_rating (tenant_id, id),
  constraint credit_rating_objection_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint credit_rating_objection_evidence_fk foreign key (tenant_id, evidence_file) references platform_file (tenant_id, id),
  constraint credit_rating_objection_status_ck check (status in ('FILED', 'UPHELD', 'DISMISSED', 'WITHDRAWN')),
  constraint credit_rating_objection_eyes_ck check (decided_by not in (filed_by, rated_by, override_by)),
  constraint credit_rating_objection_decided_ck check ((status in ('UPHELD', 'DISMISSED')) = (decided_by is not null)
    and num_nonnulls(decided_by, decided_name, decided_at, answer) in (0, 4)),
  constraint credit_rating_objection_remedy_ck check ((status = 'UPHELD') = (remedy is not null)
    and (remedy is null or remedy in ('RECALCULATE', 'CORRECT', 'OVERRIDE'))
    and (coalesce(remedy in ('RECALCULATE', 'CORRECT'), false)) = (new_rating_id is not null)),
  constraint credit_rating_objection_term_ck check (answer_by >= (filed_at at time zone 'Asia/Shanghai')::date)
);
comment on table credit_rating_objection is '评级异议：会员对自己的有效评级提出，一次一件，二十日内由未参与该评级的人答复；成立的重评、更正事实或提请调整等级';
create unique index credit_rating_objection_open_uq on credit_rating_objection (tenant_id, member_id) where status = 'FILED';
create index credit_rating_objection_list_ix on credit_rating_objection (tenant_id, status, answer_by);
select jf_protect('credit_rating_objection');

create table credit_rating_override (
  id            uuid         not null constraint credit_rating_override_pk primary key,
  tenant_id     varchar(12)  not null constraint credit_rating_override_tenant_fk references platform_tenant (code),
  version       bigint       not null,
  status        varchar(20)  not null,
  rating_id     uuid         not null,
  member_id     uuid         not null,
  objection_id  uuid,
  from_grade    varchar(3)   not null,
  to_grade      varchar(3)   not null,
  reason        varchar(400) not null,
  evidence_file uuid         not null,
  valid_to      date         not null,
  proposed_by   uuid         not null,
  proposed_name varchar(60)  not null,
  proposed_at   timestamptz  not null,
  decided_by    uuid,
  decided_name  varchar(60),
  decided_at    timestamptz,
  answer        varchar(400),
  constraint credit_rating_override_tenant_uq unique (tenant_id, id),
  constraint credit_rating_override_rating_fk foreign key (tenant_id, rating_id) references credit_rating (tenant_id, id),
  constraint credit_rating_override_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint credit_rating_override_objection_fk foreign key (tenant_id, objection_id) references credit_rating_objection (tenant_id, id),
  constraint credit_rating_override_evidence_fk foreign key (tenant_id, evidence_file) references platform_file (tenant_id, id),
  constraint credit_rating_override_status_ck check (status in ('PROPOSED', 'IN_FORCE', 'REFUSED', 'ENDED')),
  constraint credit_rating_override_notch_ck check (
    abs(array_position(array['AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'C'], to_grade::text)
      - array_position(array['AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'C'], from_grade::text)) = 1),
  constraint credit_rating_override_eyes_ck check (decided_by <> proposed_by),
  constraint credit_rating_override_decided_ck check (num_nonnulls(decided_by, decided_name, decided_at) in (0, 3)
    and (status not in ('IN_FORCE', 'REFUSED') or decided_by is not null) and (status <> 'PROPOSED' or decided_by is null))
);
comment on table credit_rating_override is '等级人工调整：上下一级为限，写明理由、附依据、定终止日，一人提出、另一人决定；模型等级与调整后等级并列显示';
create unique index credit_rating_override_open_uq on credit_rating_override (tenant_id, rating_id) where status in ('PROPOSED', 'IN_FORCE');
create index credit_rating_override_list_ix on credit_rating_override (tenant_id, status, proposed_at);
select jf_protect('credit_rating_override');

create table credit_rating_suspension (
  id             uuid         not null constraint credit_rating_suspension_pk primary key,
  tenant_id      varchar(12)  not null constraint credit_rating_suspension_tenant_fk references platform_tenant (code),
  version        bigint       not null,
  rating_id      uuid         not null,
  member_id      uuid         not null,
  cause          varchar(20)  not null,
  reason         varchar(400) not null,
  suspended_by   uuid         not null,
  suspended_name varchar(60)  not null,
  suspended_at   timestamptz  not null,
  lifted_by      uuid,
  lifted_name    varchar(60),
  lifted_at      timestamptz,
  lift_reason    varchar(400),
  constraint credit_rating_suspension_tenant_uq unique (tenant_id, id),
  constraint credit_rating_suspension_rating_fk foreign key (tenant_id, rating_id) references credit_rating (tenant_id, id),
  constraint credit_rating_suspension_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint credit_rating_suspension_cause_ck check (cause in ('OVERDUE', 'COURT_RECORD', 'RECALL', 'LICENCE', 'FAILED_TEST', 'OTHER')),
  constraint credit_rating_suspension_eyes_ck check (lifted_by <> suspended_by),
  constraint credit_rating_suspension_lifted_ck check (num_nonnulls(lifted_by, lifted_name, lifted_at, lift_reason) in (0, 4))
);
comment on table credit_rating_suspension is '评级暂停与恢复：暂停期间不能凭此新增授信，已有的不受影响；恢复由暂停人以外的人决定';
create unique index credit_rating_suspension_open_uq on credit_rating_suspension (tenant_id, rating_id) where lifted_at is null;
select jf_protect('credit_rating_suspension');

alter table credit_declared_fact add column objection_id uuid;
alter table credit_declared_fact add constraint credit_declared_fact_objection_fk
  foreign key (tenant_id, objection_id) references credit_rating_objection (tenant_id, id);
alter table credit_declared_fact drop constraint credit_declared_fact_source_ck;
alter table credit_declared_fact add constraint credit_declared_fact_source_ck
  check (source in ('DECLARATION', 'PUBLIC_LOOKUP', 'OBJECTION') and (source = 'OBJECTION') = (objection_id is not null));
comment on column credit_declared_fact.objection_id is '因哪件评级异议更正；其他来源为空';

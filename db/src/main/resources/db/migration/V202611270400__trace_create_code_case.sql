-- What looks wrong about codes: found by rule in the scans, or told by whoever holds the package.
create sequence jf_number_code_case;

create table trace_code_case (
  id            uuid         not null constraint trace_code_case_pk primary key,
  tenant_id     varchar(12)  not null constraint trace_code_case_tenant_fk references platform_tenant (code),
  version       bigint       not null,
  number        varchar(20)  not null,
  cause         varchar(12)  not null,
  target        varchar(80)  not null,
  code          varchar(60)  not null,
  member_id     uuid,
  lot_id        uuid,
  batch_id      uuid,
  label_from    bigint,
  label_to      bigint,
  found         int          not null,
  status        varchar(8)   not null,
  opened_at     timestamptz  not null,
  question      varchar(500),
  asked_at      timestamptz,
  due_at        timestamptz,
  answer        varchar(1000),
  answered_at   timestamptz,
  answered_name varchar(60),
  conclusion    varchar(10),
  words         varchar(1000),
  closed_at     timestamptz,
  closed_by     uuid,
  closed_name   varchar(60),
  constraint trace_code_case_tenant_id_uq unique (tenant_id, id),
  constraint trace_code_case_number_uq unique (tenant_id, number),
  constraint trace_code_case_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint trace_code_case_lot_fk foreign key (tenant_id, lot_id) references trace_lot (tenant_id, id),
  constraint trace_code_case_batch_fk foreign key (tenant_id, batch_id) references trace_label_batch (tenant_id, id),
  constraint trace_code_case_cause_ck check (cause in ('MANY', 'UNPRINTED', 'UNSOLD', 'DESTROYED', 'VOIDED', 'SHARE', 'COMPLAINT')),
  constraint trace_code_case_status_ck check (status in ('OPEN', 'ASKED', 'ANSWERED', 'CLOSED')),
  constraint trace_code_case_found_ck check (found > 0),
  constraint trace_code_case_label_ck check ((label_from is null) = (label_to is null) and label_from <= label_to
    and (label_from is null or batch_id is not null)),
  constraint trace_code_case_owner_ck check ((member_id is null) = (lot_id is null) and (lot_id is not null or cause = 'COMPLAINT')),
  constraint trace_code_case_asked_ck check ((asked_at is null) = (question is null) and (asked_at is null) = (due_at is null)
    and (asked_at is null or member_id is not null) and (status <> 'OPEN' or asked_at is null)
    and (status not in ('ASKED', 'ANSWERED') or asked_at is not null)),
  constraint trace_code_case_answered_ck check ((answered_at is null) = (answer is null) and (answered_at is null) = (answered_name is null)
    and (answered_at is null or asked_at is not null) and (status <> 'ANSWERED' or answered_at is not null)
    and (status <> 'ASKED' or answered_at is null)),
  constraint trace_code_case_closed_ck check ((status = 'CLOSED') = (closed_at is not null) and (closed_at is null) = (closed_by is null)
    and (closed_at is null) = (closed_name is null) and (closed_at is null) = (conclusion is null) and (closed_at is null) = (words is null)),
  constraint trace_code_case_conclusion_ck check (conclusion in ('COPIED', 'EXPLAINED', 'UNFOUNDED'))
);
comment on table trace_code_case is '查码异常与举报个案：立案、请主体说明、已说明、结案；同一原因同一对象只有一件未结';
comment on column trace_code_case.target is '对象：一枚码、一个标签批、一个作废段或一批货；去重用';
comment on column trace_code_case.label_from is '标签批里的第几枚，从 1 起';
comment on column trace_code_case.found is '立案时数到的次数或枚数；百分率规则为百分数';
create unique index trace_code_case_open_uq on trace_code_case (tenant_id, cause, target) where status <> 'CLOSED';
create index trace_code_case_target_ix on trace_code_case (tenant_id, cause, target, closed_at);
create index trace_code_case_list_ix on trace_code_case (tenant_id, opened_at desc, id desc);
create index trace_code_case_member_ix on trace_code_case (tenant_id, member_id, opened_at desc) where member_id is not null;
select jf_protect('trace_code_case');
revoke delete on trace_code_case from ${app_role};

create table trace_code_complaint (
  id          uuid         not null constraint trace_code_complaint_pk primary key,
  tenant_id   varchar(12)  not null constraint trace_code_complaint_tenant_fk references platform_tenant (code),
  case_id     uuid         not null,
  reference   varchar(12)  not null constraint trace_code_complaint_reference_uq unique,
  code        varchar(60)  not null,
  answer      varchar(10)  not null,
  kind        varchar(8)   not null,
  words       varchar(500) not null,
  bought_at   varchar(100),
  photo_id    uuid,
  at          timestamptz  not null,
  on_day      date         not null,
  visitor     varchar(64)  not null,
  constraint trace_code_complaint_case_fk foreign key (tenant_id, case_id) references trace_code_case (tenant_id, id),
  constraint trace_code_complaint_once_uq unique (tenant_id, code, on_day, visitor),
  constraint trace_code_complaint_kind_ck check (kind in ('COPIED', 'QUALITY', 'LABEL', 'OTHER')),
  constraint trace_code_complaint_answer_ck check (answer in ('GENUINE', 'HELD', 'RECALLED', 'VOID', 'FOREIGN')),
  constraint trace_code_complaint_day_ck check (on_day = (at at time zone 'Asia/Shanghai')::date)
);
comment on table trace_code_complaint is '消费者举报：不收姓名电话，凭回执号查结果；同一来访者同一码一天一次';
comment on column trace_code_complaint.answer is '举报时验码的结果';
comment on column trace_code_complaint.visitor is '来访地址当日的带钥散列，不存地址';
create index trace_code_complaint_case_ix on trace_code_complaint (tenant_id, case_id, at);
create index trace_code_complaint_visitor_ix on trace_code_complaint (tenant_id, visitor, on_day);
select jf_protect('trace_code_complaint');
revoke update, delete on trace_code_complaint from ${app_role};

-- What became of a complaint, for whoever has the receipt's number; the visitor has no tenant.
create function trace_complaint_look(p_reference varchar)
returns table (number varchar, at timestamptz, status varchar, conclusion varchar, closed_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.number, p.at, c.status, c.conclusion, c.closed_at
    from trace_code_complaint p join trace_code_case c on c.tenant_id = p.tenant_id and c.id = p.case_id
   where p.reference = p_reference
$$;
comment on function trace_complaint_look is '凭回执号看举报办到哪一步；不含对方和说明';
revoke execute on function trace_complaint_look from public;
grant execute on function trace_complaint_look to ${app_role};

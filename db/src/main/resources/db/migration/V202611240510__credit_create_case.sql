-- A financing application from the first draft to the last repayment, and what banks report.

create table credit_application (
  id                  uuid          not null constraint credit_application_pk primary key,
  tenant_id           varchar(12)   not null constraint credit_application_tenant_fk references platform_tenant (code),
  version             bigint        not null,
  no                  varchar(20)   not null,
  member_id           uuid          not null,
  member_no           varchar(20)   not null,
  member_name         varchar(100)  not null,
  product_id          uuid          not null,
  bank_id             uuid          not null,
  amount              numeric(18,2) not null,
  months              int           not null,
  method              varchar(30)   not null,
  purpose             varchar(200)  not null,
  status              varchar(30)   not null,
  status_since        timestamptz   not null,
  created_at          timestamptz   not null,
  applicant           uuid          not null,
  submitted_by        uuid,
  submitted_at        timestamptz,
  rating_id           uuid,
  consent_id          uuid,
  reviewed_by         uuid,
  opinion             varchar(400),
  recommendation_no   varchar(20),
  diligence_by        uuid,
  diligence_report    varchar(400),
  guaranteed_by       uuid,
  guarantee_id        uuid,
  facility_id         uuid,
  reserved            boolean       not null default false,
  dispatched_at       timestamptz,
  bank_case_no        varchar(40),
  bank_branch         varchar(60),
  bank_officer        varchar(40),
  approved_amount     numeric(18,2),
  approved_rate       numeric(9,6),
  approved_months     int,
  approved_method     varchar(30),
  approved_due_day    int,
  approval_valid_to   date,
  approval_conditions varchar(1000),
  decline_reasons     varchar(1000),
  contract_no         varchar(40),
  contract_signed_on  date,
  contract_principal  numeric(18,2),
  contract_rate       numeric(9,6),
  loan_id             uuid,
  constraint credit_application_tenant_uq unique (tenant_id, id),
  constraint credit_application_no_uq unique (tenant_id, no),
  constraint credit_application_product_fk foreign key (tenant_id, product_id) references credit_product (tenant_id, id),
  constraint credit_application_bank_fk foreign key (tenant_id, bank_id) references credit_bank (tenant_id, id),
  constraint credit_application_rating_fk foreign key (tenant_id, rating_id) references credit_rating (tenant_id, id),
  constraint credit_application_consent_fk foreign key (tenant_id, consent_id) references credit_consent (tenant_id, id),
  constraint credit_application_facility_fk foreign key (tenant_id, facility_id) references credit_facility (tenant_id, id),
  constraint credit_application_amount_ck check (amount > 0 and months between 1 and 360),
  constraint credit_application_approved_ck check (approved_amount is null or (approved_amount > 0 and approved_amount <= amount)),
  constraint credit_application_contract_ck check (contract_principal is null or contract_principal <= approved_amount),
  constraint credit_application_status_ck check (status in ('DRAFT', 'SUBMITTED', 'RETURNED', 'DUE_DILIGENCE', 'GUARANTEE_APPROVAL',
    'READY', 'DISPATCHED', 'RECEIVED', 'BANK_APPROVED', 'CONTRACTED', 'DISBURSED', 'REPAYING', 'SETTLED', 'DECLINED', 'REJECTED', 'WITHDRAWN')),
  constraint credit_application_consented_ck check (status in ('DRAFT', 'WITHDRAWN') or (consent_id is not null and rating_id is not null)),
  constraint credit_application_eyes_ck check (reviewed_by <> submitted_by and diligence_by <> reviewed_by
    and guaranteed_by <> diligence_by and guaranteed_by <> reviewed_by)
);
comment on table credit_application is '融资申请：从草稿到结清一张表，金额单位元，利率为年化百分数；经办、初审、尽调、审批必须是不同的人';
create index credit_application_status_ix on credit_application (tenant_id, status, status_since);
create index credit_application_member_ix on credit_application (tenant_id, member_id, created_at);
create unique index credit_application_open_uq on credit_application (tenant_id, member_id, product_id)
  where status in ('SUBMITTED', 'RETURNED', 'DUE_DILIGENCE', 'GUARANTEE_APPROVAL', 'READY', 'DISPATCHED', 'RECEIVED', 'BANK_APPROVED', 'CONTRACTED');
select jf_protect('credit_application');

create table credit_visit (
  id             bigint generated always as identity constraint credit_visit_pk primary key,
  tenant_id      varchar(12)  not null constraint credit_visit_tenant_fk references platform_tenant (code),
  application_id uuid         not null,
  visited_on     date         not null,
  place          varchar(100) not null,
  why            varchar(200) not null,
  recorded_by    varchar(60)  not null,
  recorded_at    timestamptz  not null,
  constraint credit_visit_application_fk foreign key (tenant_id, application_id) references credit_application (tenant_id, id)
);
comment on table credit_visit is '跑腿记录：本案中会员到场一次记一次（日期、地点、事由）；没有记录即零次跑';
create index credit_visit_application_ix on credit_visit (tenant_id, application_id);
select jf_protect('credit_visit');

create table credit_guarantee (
  id             uuid          not null constraint credit_guarantee_pk primary key,
  tenant_id      varchar(12)   not null constraint credit_guarantee_tenant_fk references platform_tenant (code),
  version        bigint        not null,
  letter_no      varchar(20)   not null,
  guarantor_id   uuid          not null,
  application_id uuid          not null,
  member_id      uuid          not null,
  amount         numeric(18,2) not null,
  share_percent  numeric(9,6)  not null,
  fee_percent    numeric(9,6)  not null,
  status         varchar(20)   not null,
  issued_on      date          not null,
  valid_to       date          not null,
  ended_on       date,
  constraint credit_guarantee_tenant_uq unique (tenant_id, id),
  constraint credit_guarantee_letter_uq unique (tenant_id, letter_no),
  constraint credit_guarantee_guarantor_fk foreign key (tenant_id, guarantor_id) references credit_guarantor (tenant_id, id),
  constraint credit_guarantee_application_fk foreign key (tenant_id, application_id) references credit_application (tenant_id, id),
  constraint credit_guarantee_amount_ck check (amount >= 0 and share_percent between 0 and 100),
  constraint credit_guarantee_status_ck check (status in ('RESERVED', 'IN_FORCE', 'RELEASED', 'CANCELLED')),
  constraint credit_guarantee_ended_ck check ((status in ('RELEASED', 'CANCELLED')) = (ended_on is not null))
);
comment on table credit_guarantee is '担保：意向函占用（RESERVED）、在保、解保、取消；amount 为担保责任金额（元）';
create index credit_guarantee_book_ix on credit_guarantee (tenant_id, guarantor_id, status);
create unique index credit_guarantee_open_uq on credit_guarantee (tenant_id, application_id) where status in ('RESERVED', 'IN_FORCE');
select jf_protect('credit_guarantee');

create table credit_loan (
  id             uuid          not null constraint credit_loan_pk primary key,
  tenant_id      varchar(12)   not null constraint credit_loan_tenant_fk references platform_tenant (code),
  version        bigint        not null,
  bank_id        uuid          not null,
  bank_loan_no   varchar(40)   not null,
  application_id uuid          not null,
  member_id      uuid          not null,
  member_name    varchar(100)  not null,
  contract_no    varchar(40)   not null,
  principal      numeric(18,2) not null,
  outstanding    numeric(18,2) not null,
  rate_percent   numeric(9,6)  not null,
  method         varchar(30)   not null,
  months         int           not null,
  due_day        int           not null,
  disbursed_on   date          not null,
  matures_on     date          not null,
  status         varchar(20)   not null,
  settled_on     date,
  surplus        numeric(18,2) not null default 0,
  constraint credit_loan_tenant_uq unique (tenant_id, id),
  constraint credit_loan_bank_no_uq unique (tenant_id, bank_id, bank_loan_no),
  constraint credit_loan_application_uq unique (tenant_id, application_id),
  constraint credit_loan_bank_fk foreign key (tenant_id, bank_id) references credit_bank (tenant_id, id),
  constraint credit_loan_application_fk foreign key (tenant_id, application_id) references credit_application (tenant_id, id),
  constraint credit_loan_balance_ck check (principal > 0 and outstanding between 0 and principal and surplus >= 0),
  constraint credit_loan_status_ck check (status in ('ACTIVE', 'SETTLED')),
  constraint credit_loan_settled_ck check ((status = 'SETTLED') = (settled_on is not null)),
  constraint credit_loan_settled_zero_ck check (status = 'ACTIVE' or outstanding = 0)
);
comment on table credit_loan is '贷款镜像：银行报送的放款与还款，余额以银行为准；金额单位元';
create index credit_loan_member_ix on credit_loan (tenant_id, member_id);
select jf_protect('credit_loan');
alter table credit_application add constraint credit_application_loan_fk foreign key (tenant_id, loan_id) references credit_loan (tenant_id, id);
alter table credit_application add constraint credit_application_guarantee_fk foreign key (tenant_id, guarantee_id) references credit_guarantee (tenant_id, id);

create table credit_instalment (
  id             uuid          not null constraint credit_instalment_pk primary key,
  tenant_id      varchar(12)   not null constraint credit_instalment_tenant_fk references platform_tenant (code),
  loan_id        uuid          not null,
  nr             int           not null,
  due_on         date          not null,
  principal      numeric(18,2) not null,
  interest       numeric(18,2) not null,
  principal_paid numeric(18,2) not null default 0,
  interest_paid  numeric(18,2) not null default 0,
  waived         numeric(18,2) not null default 0,
  constraint credit_instalment_nr_uq unique (tenant_id, loan_id, nr),
  constraint credit_instalment_loan_fk foreign key (tenant_id, loan_id) references credit_loan (tenant_id, id),
  constraint credit_instalment_paid_ck check (principal >= 0 and interest >= 0 and principal_paid between 0 and principal
    and interest_paid >= 0 and waived >= 0 and interest_paid + waived <= interest)
);
comment on table credit_instalment is '还款计划分期（元）：应还本金、利息，已还本金、利息；waived 为提前结清后不再收取的利息';
create index credit_instalment_loan_ix on credit_instalment (tenant_id, loan_id, nr);
select jf_protect('credit_instalment');

create table credit_loan_txn (
  id          uuid          not null constraint credit_loan_txn_pk primary key,
  tenant_id   varchar(12)   not null constraint credit_loan_txn_tenant_fk references platform_tenant (code),
  loan_id     uuid          not null,
  bank_txn_no varchar(64)   not null,
  kind        varchar(20)   not null,
  value_date  date          not null,
  amount      numeric(18,2) not null,
  principal   numeric(18,2) not null,
  interest    numeric(18,2) not null,
  penalty     numeric(18,2) not null,
  difference  numeric(18,2) not null default 0,
  applied_at  timestamptz   not null,
  constraint credit_loan_txn_loan_fk foreign key (tenant_id, loan_id) references credit_loan (tenant_id, id),
  constraint credit_loan_txn_no_uq unique (tenant_id, loan_id, bank_txn_no),
  constraint credit_loan_txn_kind_ck check (kind in ('DISBURSEMENT', 'REPAYMENT', 'SETTLEMENT')),
  constraint credit_loan_txn_parts_ck check (amount >= 0 and principal >= 0 and interest >= 0 and penalty >= 0 and difference >= 0)
);
comment on table credit_loan_txn is '贷款流水：只增不改；difference 为银行拆分与本平台计算之差（元），供核对';
create index credit_loan_txn_loan_ix on credit_loan_txn (tenant_id, loan_id, value_date);
select jf_protect('credit_loan_txn');
revoke update, delete on credit_loan_txn from ${app_role};

create table credit_booking (
  id           uuid         not null constraint credit_booking_pk primary key,
  tenant_id    varchar(12)  not null constraint credit_booking_tenant_fk references platform_tenant (code),
  version      bigint       not null,
  no           varchar(20)  not null,
  bank_id      uuid         not null,
  kind         varchar(20)  not null,
  bank_txn_no  varchar(64)  not null,
  case_no      varchar(20),
  bank_loan_no varchar(40)  not null,
  value_date   date         not null,
  content      text         not null,
  status       varchar(20)  not null,
  waiting_for  varchar(60),
  stored_at    timestamptz  not null,
  applied_at   timestamptz,
  constraint credit_booking_tenant_uq unique (tenant_id, id),
  constraint credit_booking_no_uq unique (tenant_id, no),
  constraint credit_booking_txn_uq unique (tenant_id, bank_id, bank_txn_no),
  constraint credit_booking_bank_fk foreign key (tenant_id, bank_id) references credit_bank (tenant_id, id),
  constraint credit_booking_kind_ck check (kind in ('DISBURSEMENT', 'REPAYMENT', 'SETTLEMENT')),
  constraint credit_booking_status_ck check (status in ('WAITING', 'APPLIED')),
  constraint credit_booking_state_ck check ((status = 'WAITING') = (waiting_for is not null) and (status = 'APPLIED') = (applied_at is not null))
);
comment on table credit_booking is '银行已记账事项的收件箱：一律收下；缺前置时等待（WAITING），前置到达后自动入账。银行流水号永久唯一';
create index credit_booking_waiting_ix on credit_booking (tenant_id, bank_id, bank_loan_no) where status = 'WAITING';
select jf_protect('credit_booking');

create table credit_outbound_event (
  id        uuid        not null constraint credit_outbound_event_pk primary key,
  tenant_id varchar(12) not null constraint credit_outbound_event_tenant_fk references platform_tenant (code),
  bank_id   uuid        not null,
  type      varchar(40) not null,
  subject   varchar(40) not null,
  status    varchar(30) not null,
  at        timestamptz not null,
  seq       bigint,
  constraint credit_outbound_event_bank_fk foreign key (tenant_id, bank_id) references credit_bank (tenant_id, id),
  constraint credit_outbound_event_seq_uq unique (tenant_id, bank_id, seq)
);
comment on table credit_outbound_event is '给银行的事件：与起因同一事务写入，提交之后才编号，读者按编号续读不会漏';
create index credit_outbound_event_new_ix on credit_outbound_event (tenant_id, bank_id, id) where seq is null;
select jf_protect('credit_outbound_event');

create table credit_check_finding (
  id          uuid         not null constraint credit_check_finding_pk primary key,
  tenant_id   varchar(12)  not null constraint credit_check_finding_tenant_fk references platform_tenant (code),
  found_on    date         not null,
  rule        varchar(40)  not null,
  subject     varchar(60)  not null,
  detail      varchar(300) not null,
  constraint credit_check_finding_uq unique (tenant_id, found_on, rule, subject)
);
comment on table credit_check_finding is '每夜核对发现的不符：余额、额度、担保责任；没有行即全部相符';
select jf_protect('credit_check_finding');

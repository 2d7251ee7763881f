-- What credit stands on: banks, products, facility, guarantor, consent, cards and ratings.

create sequence jf_number_credit_consent;
create sequence jf_number_credit_rating;
create sequence jf_number_credit_case;
create sequence jf_number_credit_letter;
create sequence jf_number_credit_booking;

create table credit_bank (
  id             uuid         not null constraint credit_bank_pk primary key,
  tenant_id      varchar(12)  not null constraint credit_bank_tenant_fk references platform_tenant (code),
  version        bigint       not null,
  client_id      varchar(40)  not null,
  name           varchar(100) not null,
  rating_release varchar(20)  not null default 'FACTS_AND_LETTER',
  contact        varchar(100) not null,
  constraint credit_bank_tenant_uq unique (tenant_id, id),
  constraint credit_bank_client_uq unique (tenant_id, client_id),
  constraint credit_bank_release_ck check (rating_release in ('LETTER_ONLY', 'FACTS_AND_LETTER', 'GRADE_AND_SCORE'))
);
comment on table credit_bank is '合作银行；rating_release 决定评级中哪些内容可以给这家银行：仅推荐函、事实与推荐函、等级与分数';
select jf_protect('credit_bank');

create table credit_product (
  id                    uuid          not null constraint credit_product_pk primary key,
  tenant_id             varchar(12)   not null constraint credit_product_tenant_fk references platform_tenant (code),
  version               bigint        not null,
  code                  varchar(30)   not null,
  edition               int           not null,
  name                  varchar(60)   not null,
  guarantee_required    boolean       not null,
  min_amount            numeric(18,2) not null,
  max_amount            numeric(18,2) not null,
  member_cap            numeric(18,2) not null,
  min_months            int           not null,
  max_months            int           not null,
  methods               varchar(200)  not null,
  lpr_on                date          not null,
  lpr_percent           numeric(9,6)  not null,
  spread_bp             int           not null,
  guarantee_fee_percent numeric(9,6)  not null,
  guarantee_percent     numeric(9,6)  not null,
  pre_review_days       int           not null,
  due_diligence_days    int           not null,
  guarantee_days        int           not null,
  bank_days             int           not null,
  signing_days          int           not null,
  bring                 varchar(500)  not null,
  valid_from            date          not null,
  valid_to              date,
  constraint credit_product_tenant_uq unique (tenant_id, id),
  constraint credit_product_code_uq unique (tenant_id, code, edition),
  constraint credit_product_amount_ck check (0 < min_amount and min_amount <= max_amount and max_amount <= member_cap),
  constraint credit_product_months_ck check (1 <= min_months and min_months <= max_months and max_months <= 360),
  constraint credit_product_rate_ck check (lpr_percent >= 0 and lpr_percent + spread_bp / 100.0 between 0 and 36),
  constraint credit_product_fee_ck check (guarantee_fee_percent between 0 and 5 and guarantee_percent between 0 and 100),
  constraint credit_product_days_ck check (least(pre_review_days, due_diligence_days, guarantee_days, bank_days, signing_days) >= 1)
);
comment on table credit_product is '信贷产品版本：金额单位元，利率为年化百分数 = LPR + 基点/100，时限为工作日；版本生效后内容不改，另立新版';
select jf_protect('credit_product');

create table credit_product_bank (
  tenant_id  varchar(12) not null,
  product_id uuid        not null,
  bank_id    uuid        not null,
  constraint credit_product_bank_pk primary key (tenant_id, product_id, bank_id),
  constraint credit_product_bank_product_fk foreign key (tenant_id, product_id) references credit_product (tenant_id, id),
  constraint credit_product_bank_bank_fk foreign key (tenant_id, bank_id) references credit_bank (tenant_id, id)
);
comment on table credit_product_bank is '哪些银行办理该产品';
select jf_protect('credit_product_bank');

create table credit_facility (
  id         uuid          not null constraint credit_facility_pk primary key,
  tenant_id  varchar(12)   not null constraint credit_facility_tenant_fk references platform_tenant (code),
  version    bigint        not null,
  kind       varchar(10)   not null,
  parent_id  uuid,
  bank_id    uuid          not null,
  member_id  uuid,
  name       varchar(100)  not null,
  amount     numeric(18,2) not null,
  reserved   numeric(18,2) not null default 0,
  used       numeric(18,2) not null default 0,
  valid_from date          not null,
  valid_to   date          not null,
  constraint credit_facility_tenant_uq unique (tenant_id, id),
  constraint credit_facility_sub_uq unique (tenant_id, parent_id, member_id),
  constraint credit_facility_parent_fk foreign key (tenant_id, parent_id) references credit_facility (tenant_id, id),
  constraint credit_facility_bank_fk foreign key (tenant_id, bank_id) references credit_bank (tenant_id, id),
  constraint credit_facility_kind_ck check ((kind = 'UMBRELLA' and parent_id is null and member_id is null)
    or (kind = 'SUB' and parent_id is not null and member_id is not null)),
  constraint credit_facility_within_ck check (reserved >= 0 and used >= 0 and reserved + used <= amount),
  constraint credit_facility_valid_ck check (valid_from <= valid_to)
);
comment on table credit_facility is '授信额度：伞形总额度（银行对品牌）与会员子额度；金额单位元，已占用 reserved、已使用 used，两者之和不超过额度';
select jf_protect('credit_facility');

create table credit_guarantor (
  id             uuid          not null constraint credit_guarantor_pk primary key,
  tenant_id      varchar(12)   not null constraint credit_guarantor_tenant_fk references platform_tenant (code),
  version        bigint        not null,
  name           varchar(100)  not null,
  net_assets     numeric(18,2) not null,
  net_assets_on  date          not null,
  multiple       numeric(5,2)  not null,
  single_percent numeric(5,2)  not null,
  earlier_balance numeric(18,2) not null default 0,
  constraint credit_guarantor_tenant_uq unique (tenant_id, id),
  constraint credit_guarantor_limits_ck check (net_assets > 0 and multiple between 1 and 15 and single_percent between 1 and 10
    and earlier_balance >= 0)
);
comment on table credit_guarantor is '担保公司：净资产（元）、放大倍数（融资担保公司监督管理条例：不超过10倍，主要为小微三农的不超过15倍）、单户占净资产比例上限（不超过10%）、平台外在保余额';
select jf_protect('credit_guarantor');

create table credit_consent (
  id             uuid         not null constraint credit_consent_pk primary key,
  tenant_id      varchar(12)  not null constraint credit_consent_tenant_fk references platform_tenant (code),
  version        bigint       not null,
  no             varchar(20)  not null,
  member_id      uuid         not null,
  purpose        varchar(20)  not null,
  bank_id        uuid,
  data_classes   varchar(200) not null,
  valid_from     date         not null,
  valid_to       date         not null,
  text_version   varchar(20)  not null,
  text_sha256    varchar(64)  not null,
  signature_kind varchar(20)  not null,
  given_by       uuid         not null,
  given_at       timestamptz  not null,
  status         varchar(20)  not null,
  ended_by       uuid,
  ended_at       timestamptz,
  constraint credit_consent_tenant_uq unique (tenant_id, id),
  constraint credit_consent_no_uq unique (tenant_id, no),
  constraint credit_consent_bank_fk foreign key (tenant_id, bank_id) references credit_bank (tenant_id, id),
  constraint credit_consent_purpose_ck check ((purpose = 'RATING' and bank_id is null) or (purpose = 'FINANCING' and bank_id is not null)),
  constraint credit_consent_valid_ck check (valid_from <= valid_to),
  constraint credit_consent_status_ck check (status in ('ACTIVE', 'REVOKED', 'EXPIRED')),
  constraint credit_consent_ended_ck check ((status = 'ACTIVE') = (ended_at is null)),
  constraint credit_consent_kind_ck check (signature_kind in ('COUNTER_PAPER', 'PHONE', 'BANK_APP', 'LICENSED_CA')),
  constraint credit_consent_hash_ck check (text_sha256 ~ '^[0-9a-f]{64}$')
);
comment on table credit_consent is '数据使用同意：会员本人何时同意谁为何目的在何期限内使用哪些数据，同意书文本版本与摘要，撤回即停止新的读取';
create index credit_consent_member_ix on credit_consent (tenant_id, member_id, purpose);
select jf_protect('credit_consent');

create table credit_access_log (
  id         bigint generated always as identity constraint credit_access_log_pk primary key,
  tenant_id  varchar(12)  not null constraint credit_access_log_tenant_fk references platform_tenant (code),
  member_id  uuid         not null,
  consent_id uuid,
  reader     varchar(100) not null,
  resource   varchar(100) not null,
  outcome    varchar(20)  not null,
  at         timestamptz  not null,
  constraint credit_access_log_consent_fk foreign key (tenant_id, consent_id) references credit_consent (tenant_id, id),
  constraint credit_access_log_outcome_ck check (outcome in ('GRANTED', 'REFUSED'))
);
comment on table credit_access_log is '谁在何时依据哪份同意读取了会员的什么数据（含被拒绝的），会员本人可查，只增不改';
create index credit_access_log_member_ix on credit_access_log (tenant_id, member_id, id);
select jf_protect('credit_access_log');
revoke update, delete on credit_access_log from ${app_role};

create table credit_scorecard_version (
  id             uuid        not null constraint credit_scorecard_version_pk primary key,
  tenant_id      varchar(12) not null constraint credit_scorecard_version_tenant_fk references platform_tenant (code),
  version        bigint      not null,
  code           varchar(30) not null,
  status         varchar(20) not null,
  content        text        not null,
  sha256         varchar(64) not null,
  effective_from date        not null,
  effective_to   date,
  constraint credit_scorecard_version_tenant_uq unique (tenant_id, id),
  constraint credit_scorecard_version_code_uq unique (tenant_id, code),
  constraint credit_scorecard_version_status_ck check (status in ('CHAMPION', 'RETIRED')),
  constraint credit_scorecard_version_hash_ck check (sha256 ~ '^[0-9a-f]{64}$')
);
comment on table credit_scorecard_version is '评分卡版本：内容为 JSON 文本，启用后不改；评级记下所用版本，随时可以重算';
select jf_protect('credit_scorecard_version');

create table credit_crop_standard (
  tenant_id    varchar(12)   not null constraint credit_crop_standard_tenant_fk references platform_tenant (code),
  crop         varchar(40)   not null,
  year         int           not null,
  suitable_mu  numeric(12,4) not null,
  cost_per_mu  numeric(18,2) not null,
  cycles       int           not null,
  source       varchar(200)  not null,
  constraint credit_crop_standard_pk primary key (tenant_id, crop, year),
  constraint credit_crop_standard_values_ck check (suitable_mu > 0 and cost_per_mu > 0 and cycles between 1 and 12)
);
comment on table credit_crop_standard is '作物授信标准（年度）：适度规模（亩）、每亩每茬成本（元）、年茬数与来源';
select jf_protect('credit_crop_standard');

create table credit_declared_fact (
  id          uuid          not null constraint credit_declared_fact_pk primary key,
  tenant_id   varchar(12)   not null constraint credit_declared_fact_tenant_fk references platform_tenant (code),
  version     bigint        not null,
  member_id   uuid          not null,
  code        varchar(20)   not null,
  number      numeric(18,6),
  category    varchar(40),
  source      varchar(20)   not null,
  evidence    varchar(300)  not null,
  as_of       date          not null,
  entered_by  varchar(60)   not null,
  verified_by varchar(60)   not null,
  entered_at  timestamptz   not null,
  constraint credit_declared_fact_tenant_uq unique (tenant_id, id),
  constraint credit_declared_fact_day_uq unique (tenant_id, member_id, code, as_of),
  constraint credit_declared_fact_value_ck check (num_nonnulls(number, category) = 1),
  constraint credit_declared_fact_eyes_ck check (entered_by <> verified_by),
  constraint credit_declared_fact_source_ck check (source in ('DECLARATION', 'PUBLIC_LOOKUP'))
);
comment on table credit_declared_fact is '平台之外的评级依据：会员年度申报（乡镇核实）与公共信用、诉讼查询（工作人员录入，注明日期与出处）';
select jf_protect('credit_declared_fact');

create table credit_rating (
  id                   uuid          not null constraint credit_rating_pk primary key,
  tenant_id            varchar(12)   not null constraint credit_rating_tenant_fk references platform_tenant (code),
  version              bigint        not null,
  no                   varchar(20)   not null,
  member_id            uuid          not null,
  scorecard_version_id uuid          not null,
  as_of                date          not null,
  status               varchar(20)   not null,
  score                int           not null,
  grade                varchar(3)    not null,
  thin_file            boolean       not null,
  limit_amount         numeric(18,2) not null,
  valid_to             date          not null,
  snapshot             text          not null,
  snapshot_sha256      varchar(64)   not null,
  outcome              text          not null,
  rated_at             timestamptz   not null,
  rated_by             uuid          not null,
  constraint credit_rating_tenant_uq unique (tenant_id, id),
  constraint credit_rating_no_uq unique (tenant_id, no),
  constraint credit_rating_card_fk foreign key (tenant_id, scorecard_version_id) references credit_scorecard_version (tenant_id, id),
  constraint credit_rating_status_ck check (status in ('EFFECTIVE', 'SUPERSEDED', 'EXPIRED', 'SUSPENDED')),
  constraint credit_rating_grade_ck check (grade in ('AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'C')),
  constraint credit_rating_score_ck check (score between 0 and 1000 and limit_amount >= 0),
  constraint credit_rating_hash_ck check (snapshot_sha256 ~ '^[0-9a-f]{64}$')
);
comment on table credit_rating is '评级：冻结的输入快照（含来源）、分数、等级、建议额度（元）、有效期；同一快照同一评分卡重算必得同样结果';
create unique index credit_rating_effective_uq on credit_rating (tenant_id, member_id) where status = 'EFFECTIVE';
create index credit_rating_member_ix on credit_rating (tenant_id, member_id, rated_at);
select jf_protect('credit_rating');

-- What the parts of the annual review weigh is decided by the federation, by two people, in editions; none is built in.
create table brand_review_weight (
  id           uuid         not null constraint brand_review_weight_pk primary key,
  tenant_id    varchar(12)  not null constraint brand_review_weight_tenant_fk references platform_tenant (code),
  version      bigint       not null,
  tests        int          not null,
  completeness int          not null,
  complaints   int          not null,
  labels       int          not null,
  sales        int          not null,
  valid_from   date         not null,
  decision     varchar(100) not null,
  status       varchar(8)   not null,
  asked_by     uuid         not null,
  asked_name   varchar(60)  not null,
  asked_at     timestamptz  not null,
  decided_by   uuid,
  decided_name varchar(60),
  decided_at   timestamptz,
  constraint brand_review_weight_tid_uq unique (tenant_id, id),
  constraint brand_review_weight_parts_ck check (tests >= 0 and completeness >= 0 and complaints >= 0 and labels >= 0 and sales >= 0
    and tests + completeness + complaints + labels + sales = 100),
  constraint brand_review_weight_status_ck check (status in ('ASKED', 'DECIDED', 'REFUSED')),
  constraint brand_review_weight_decided_ck check ((status = 'ASKED') = (decided_by is null)
    and (decided_by is null) = (decided_at is null) and (decided_by is null) = (decided_name is null)),
  constraint brand_review_weight_four_eyes_ck check (decided_by is null or decided_by <> asked_by)
);
comment on table brand_review_weight is '年审权重，合计 100：检测、追溯完整度、投诉、标签盘点、销售登记；一人提出，另一人确认，按生效日用最近一版；没有就不算分';
create unique index brand_review_weight_from_uq on brand_review_weight (tenant_id, valid_from) where status = 'DECIDED';
create unique index brand_review_weight_open_uq on brand_review_weight (tenant_id) where status = 'ASKED';
select jf_protect('brand_review_weight');
revoke delete on brand_review_weight from ${app_role};

alter table brand_licence_review
  add column part_tests int, add column part_completeness int, add column part_complaints int, add column part_labels int,
  add column part_sales int, add column weight_id uuid, add column score int,
  add constraint brand_licence_review_parts_ck check (part_tests between 0 and 100 and part_completeness between 0 and 100
    and part_complaints between 0 and 100 and part_labels between 0 and 100 and part_sales between 0 and 100
    and score between 0 and 100 and (score is null or weight_id is not null)),
  add constraint brand_licence_review_weight_fk foreign key (tenant_id, weight_id) references brand_review_weight (tenant_id, id);
comment on column brand_licence_review.score is '按当时权重算的分；没有数据的项不参与，没有权重不算分';

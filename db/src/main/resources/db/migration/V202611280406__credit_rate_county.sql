-- Rating every member of the county: a queue with one row per member, worked off in small batches. What is rated is
-- rated; after a pause or a kill the rest goes on where it stood.

create table credit_rating_run (
  id            uuid        not null constraint credit_rating_run_pk primary key,
  tenant_id     varchar(12) not null constraint credit_rating_run_tenant_fk references platform_tenant (code),
  version       bigint      not null,
  status        varchar(20) not null,
  as_of         date        not null,
  card_id       uuid        not null,
  total         int         not null,
  started_by    uuid        not null,
  started_name  varchar(60) not null,
  started_at    timestamptz not null,
  finished_at   timestamptz,
  constraint credit_rating_run_tenant_uq unique (tenant_id, id),
  constraint credit_rating_run_card_fk foreign key (tenant_id, card_id) references credit_scorecard_version (tenant_id, id),
  constraint credit_rating_run_status_ck check (status in ('RUNNING', 'PAUSED', 'FINISHED', 'STOPPED')),
  constraint credit_rating_run_finished_ck check ((status in ('FINISHED', 'STOPPED')) = (finished_at is not null))
);
comment on table credit_rating_run is '全县批量评级：同一时间一次，按开始当天的数据和当时的评分卡；可以暂停、继续、停止，中断后从断处继续';
create unique index credit_rating_run_open_uq on credit_rating_run (tenant_id) where status in ('RUNNING', 'PAUSED');
select jf_protect('credit_rating_run');

create table credit_rating_run_row (
  tenant_id    varchar(12) not null,
  run_id       uuid        not null,
  nr           int         not null,
  member_id    uuid        not null,
  outcome      varchar(20),
  grade_before varchar(3),
  grade        varchar(3),
  score        int,
  rating_id    uuid,
  detail       varchar(200),
  constraint credit_rating_run_row_pk primary key (tenant_id, run_id, nr),
  constraint credit_rating_run_row_run_fk foreign key (tenant_id, run_id) references credit_rating_run (tenant_id, id),
  constraint credit_rating_run_row_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint credit_rating_run_row_rating_fk foreign key (tenant_id, rating_id) references credit_rating (tenant_id, id),
  constraint credit_rating_run_row_outcome_ck check (outcome in ('RATED', 'NO_CONSENT', 'HELD', 'INACTIVE', 'FAILED')
    and (outcome = 'RATED') = (rating_id is not null))
);
comment on table credit_rating_run_row is '批量评级逐户结果：空为待评；RATED 已评、NO_CONSENT 未授权、HELD 异议或暂停中、INACTIVE 会员状态不正常、FAILED 出错（detail 为错误种类）';
create index credit_rating_run_row_open_ix on credit_rating_run_row (tenant_id, run_id, nr) where outcome is null;
create index credit_rating_run_row_outcome_ix on credit_rating_run_row (tenant_id, run_id, outcome, nr) where outcome is not null;
select jf_protect('credit_rating_run_row');

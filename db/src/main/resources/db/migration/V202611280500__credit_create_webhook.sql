-- Where a bank is told of its events at once: addresses that two people agreed on, and every message to them.
create table credit_webhook_endpoint (
  id               uuid         not null constraint credit_webhook_endpoint_pk primary key,
  tenant_id        varchar(12)  not null constraint credit_webhook_endpoint_tenant_fk references platform_tenant (code),
  version          bigint       not null,
  bank_id          uuid         not null,
  url              varchar(300) not null,
  types            varchar(400) not null,
  private_range    varchar(43),
  status           varchar(12)  not null,
  asked_at         timestamptz  not null,
  proposed_by      uuid,
  proposed_name    varchar(60),
  proposed_at      timestamptz,
  confirmed_by     uuid,
  confirmed_name   varchar(60),
  confirmed_at     timestamptz,
  stopped_by       uuid,
  stopped_at       timestamptz,
  secret           varchar(200),
  old_secret       varchar(200),
  old_secret_until timestamptz,
  after_seq        bigint       not null default 0,
  failing_since    timestamptz,
  constraint credit_webhook_endpoint_tid_uq unique (tenant_id, id),
  constraint credit_webhook_endpoint_bank_fk foreign key (tenant_id, bank_id) references credit_bank (tenant_id, id),
  constraint credit_webhook_endpoint_status_ck check (status in ('ASKED', 'PROPOSED', 'ACTIVE', 'STOPPED', 'CLOSED')),
  constraint credit_webhook_endpoint_url_ck check (url ~ '^https?://[!-~]+$'),
  constraint credit_webhook_endpoint_proposed_ck check (num_nonnulls(proposed_by, proposed_name, proposed_at) in (0, 3)
    and (status in ('ASKED', 'CLOSED') or proposed_by is not null)),
  constraint credit_webhook_endpoint_confirmed_ck check (num_nonnulls(confirmed_by, confirmed_name, confirmed_at) in (0, 3)
    and (status <> 'ACTIVE' or confirmed_by is not null)),
  constraint credit_webhook_endpoint_two_people_ck check (confirmed_by <> proposed_by),
  constraint credit_webhook_endpoint_old_ck check ((old_secret is null) = (old_secret_until is null)),
  constraint credit_webhook_endpoint_after_ck check (after_seq >= 0)
);
comment on table credit_webhook_endpoint is '银行的推送地址：银行申请或一人提出，另一人确认后启用；密钥只由银行的机器领取，库中为密文';
comment on column credit_webhook_endpoint.types is '只推这些事件，逗号分隔；空为全部';
comment on column credit_webhook_endpoint.private_range is '允许的专网网段（CIDR）；空则只许公网地址';
comment on column credit_webhook_endpoint.stopped_by is '停用人；因对方应答 410 或连续失败而由平台停用时为空';
comment on column credit_webhook_endpoint.old_secret is '换钥后仍同时签名的旧密钥，到 old_secret_until 为止';
comment on column credit_webhook_endpoint.after_seq is '已转成推送的最后一个事件编号';
create unique index credit_webhook_endpoint_url_uq on credit_webhook_endpoint (tenant_id, bank_id, url) where status <> 'CLOSED';
create index credit_webhook_endpoint_active_ix on credit_webhook_endpoint (tenant_id, id) where status = 'ACTIVE';
select jf_protect('credit_webhook_endpoint');
revoke delete on credit_webhook_endpoint from ${app_role};

create table credit_webhook_delivery (
  id          uuid        not null constraint credit_webhook_delivery_pk primary key,
  tenant_id   varchar(12) not null constraint credit_webhook_delivery_tenant_fk references platform_tenant (code),
  endpoint_id uuid        not null,
  seq         bigint,
  type        varchar(40) not null,
  subject     varchar(40) not null,
  state       varchar(30) not null,
  at          timestamptz not null,
  status      varchar(12) not null default 'PENDING',
  attempts    int         not null default 0,
  next_at     timestamptz not null,
  last_at     timestamptz,
  last_code   int,
  last_error  varchar(20),
  last_ms     int,
  constraint credit_webhook_delivery_endpoint_fk foreign key (tenant_id, endpoint_id)
    references credit_webhook_endpoint (tenant_id, id),
  constraint credit_webhook_delivery_seq_uq unique (tenant_id, endpoint_id, seq),
  constraint credit_webhook_delivery_status_ck check (status in ('PENDING', 'DELIVERED', 'DEAD')),
  constraint credit_webhook_delivery_attempts_ck check (attempts between 0 and 10),
  constraint credit_webhook_delivery_last_ck check (last_code is null or last_error is null)
);
comment on table credit_webhook_delivery is '推送：一个事件对一个地址一行，最多试十次；试完为 DEAD，可由银行或工作人员重发';
comment on column credit_webhook_delivery.seq is '银行事件的编号；测试推送为空';
comment on column credit_webhook_delivery.last_ms is '最近一次用时，毫秒';
create index credit_webhook_delivery_due_ix on credit_webhook_delivery (tenant_id, endpoint_id, next_at) where status = 'PENDING';
create index credit_webhook_delivery_list_ix on credit_webhook_delivery (tenant_id, status, id desc);
select jf_protect('credit_webhook_delivery');

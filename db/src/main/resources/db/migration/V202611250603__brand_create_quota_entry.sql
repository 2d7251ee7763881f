-- The rows a label quota's balance comes from, and the further release that two people make.

create table brand_quota_release (
  id          uuid          not null constraint brand_quota_release_pk primary key,
  tenant_id   varchar(12)   not null,
  version     bigint        not null,
  quota_id    uuid          not null,
  kg          numeric(18,6) not null,
  evidence    varchar(400)  not null,
  status      varchar(10)   not null,
  asked_at    timestamptz   not null,
  asked_by    uuid          not null,
  asked_name  varchar(60)   not null,
  decided_at  timestamptz,
  decided_by  uuid,
  decided_name varchar(60),
  constraint brand_quota_release_tid_uq unique (tenant_id, id),
  constraint brand_quota_release_quota_fk foreign key (tenant_id, quota_id) references brand_label_quota (tenant_id, id),
  constraint brand_quota_release_kg_ck check (kg > 0),
  constraint brand_quota_release_status_ck check (status in ('ASKED', 'RELEASED', 'REFUSED')),
  constraint brand_quota_release_decided_ck check ((status = 'ASKED') = (decided_by is null)
    and (decided_by is null) = (decided_at is null) and (decided_by is null) = (decided_name is null)),
  constraint brand_quota_release_four_eyes_ck check (decided_by is null or decided_by <> asked_by)
);
comment on table brand_quota_release is '额度追加放出：一人写明依据提出，另一人决定；不超过上限';
create unique index brand_quota_release_one_open_uq on brand_quota_release (tenant_id, quota_id) where status = 'ASKED';
select jf_protect('brand_quota_release');

create table brand_quota_entry (
  id         bigint generated always as identity constraint brand_quota_entry_pk primary key,
  tenant_id  varchar(12)   not null,
  quota_id   uuid          not null,
  kind       varchar(8)    not null,
  kg         numeric(18,6) not null,
  source_id  uuid          not null,
  at         timestamptz   not null,
  by_person  uuid          not null,
  by_name    varchar(60)   not null,
  constraint brand_quota_entry_quota_fk foreign key (tenant_id, quota_id) references brand_label_quota (tenant_id, id),
  constraint brand_quota_entry_kind_ck check (kind in ('GRANT', 'HARVEST', 'RELEASE', 'USE', 'BACK')),
  constraint brand_quota_entry_kg_ck check (kg > 0)
);
comment on table brand_quota_entry is '额度台账：GRANT 核给、HARVEST 随采收放出、RELEASE 追加放出、USE 标签用去、BACK 标签作废退回；只增不改，合计等于额度上的已放出与已用';
create index brand_quota_entry_quota_ix on brand_quota_entry (tenant_id, quota_id, id);
select jf_protect('brand_quota_entry');
revoke update, delete on brand_quota_entry from ${app_role};

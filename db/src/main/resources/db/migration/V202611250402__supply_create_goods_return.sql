-- What comes back over the counter, what is counted on the shelf, and who decided on quotas.

create sequence jf_number_input_return;

alter table supply_input_sale_line add column returned_packs integer not null default 0;
alter table supply_input_sale_line add constraint supply_input_sale_line_returned_ck
  check (0 <= returned_packs and returned_packs <= packs);
comment on column supply_input_sale_line.returned_packs is '已退回件数，未开封的整包装；台账其余各列不改';
grant update (returned_packs) on supply_input_sale_line to ${app_role};

create table supply_input_return (
  id          uuid          not null constraint supply_input_return_pk primary key,
  tenant_id   varchar(12)   not null,
  no          varchar(20)   not null,
  line_id     uuid          not null,
  outlet_id   uuid          not null,
  request_key varchar(60)   not null,
  packs       integer       not null,
  refund      numeric(18,2) not null,
  deposit     numeric(18,2) not null,
  reason      varchar(200)  not null,
  returned_on date          not null,
  at          timestamptz   not null,
  by_person   uuid          not null,
  by_name     varchar(60)   not null,
  constraint supply_input_return_tid_uq unique (tenant_id, id),
  constraint supply_input_return_no_uq unique (tenant_id, no),
  constraint supply_input_return_key_uq unique (tenant_id, outlet_id, request_key),
  constraint supply_input_return_line_fk foreign key (tenant_id, line_id) references supply_input_sale_line (tenant_id, id),
  constraint supply_input_return_outlet_fk foreign key (tenant_id, outlet_id) references supply_outlet (tenant_id, id),
  constraint supply_input_return_ck check (packs > 0 and refund > 0 and deposit >= 0)
);
comment on table supply_input_return is '农资退货：未开封、同批号、同网点；退款与退还押金（元）；定额同时退回；只增不改';
create index supply_input_return_line_ix on supply_input_return (tenant_id, line_id);
select jf_protect('supply_input_return');
revoke update, delete on supply_input_return from ${app_role};

create table supply_stock_count (
  id         uuid         not null constraint supply_stock_count_pk primary key,
  tenant_id  varchar(12)  not null,
  stock_id   uuid         not null,
  booked     integer      not null,
  counted    integer      not null,
  reason     varchar(200) not null,
  counted_on date         not null,
  at         timestamptz  not null,
  by_person  uuid         not null,
  by_name    varchar(60)  not null,
  constraint supply_stock_count_tid_uq unique (tenant_id, id),
  constraint supply_stock_count_stock_fk foreign key (tenant_id, stock_id) references supply_stock (tenant_id, id),
  constraint supply_stock_count_ck check (booked >= 0 and counted >= 0 and booked <> counted)
);
comment on table supply_stock_count is '盘点：账面与实点件数、差异原因；只增不改';
create index supply_stock_count_stock_ix on supply_stock_count (tenant_id, stock_id, at);
select jf_protect('supply_stock_count');
revoke update, delete on supply_stock_count from ${app_role};

alter table supply_stock_entry drop constraint supply_stock_entry_kind_ck;
alter table supply_stock_entry add constraint supply_stock_entry_kind_ck
  check (kind in ('RECEIPT','SALE','LOSS','RETURN','COUNT'));
alter table supply_stock_entry drop constraint supply_stock_entry_packs_ck;
alter table supply_stock_entry add constraint supply_stock_entry_packs_ck
  check ((kind in ('RECEIPT','RETURN') and packs > 0) or (kind in ('SALE','LOSS') and packs < 0) or (kind = 'COUNT' and packs <> 0));

alter table supply_container_account add column deposit_held numeric(18,2) not null default 0;
alter table supply_container_account add constraint supply_container_account_deposit_ck
  check (deposit_held >= 0);
comment on column supply_container_account.deposit_held is '收了未退的押金，元；每件退还 = 余额 ÷ 未交回件数，末件退清';

alter table supply_quota_account add column extra numeric(18,2) not null default 0;
alter table supply_quota_account add constraint supply_quota_account_extra_ck check (0 <= extra and extra <= granted);
comment on column supply_quota_account.extra is '其中个别追加的定额，元；其余 = 面积 × 标准';
alter table supply_quota_entry add column note varchar(200);
alter table supply_quota_entry add column by_name varchar(60);
alter table supply_quota_entry drop constraint supply_quota_entry_kind_ck;
alter table supply_quota_entry add constraint supply_quota_entry_kind_ck check (kind in ('GRANT','EXTRA','USE','BACK'));
comment on table supply_quota_entry is '定额台账：GRANT 与 EXTRA 合计等于核定，USE 减 BACK 等于已用；只增不改';

alter table supply_quota_rule add column proposed_by uuid;
alter table supply_quota_rule add column proposed_name varchar(60) not null default '';
alter table supply_quota_rule add column approved_by uuid;
alter table supply_quota_rule add column approved_name varchar(60) not null default '';
alter table supply_quota_rule add column approved_at timestamptz;
alter table supply_quota_rule add column version bigint not null default 0;
alter table supply_quota_rule add constraint supply_quota_rule_persons_ck check (approved_by is null or approved_by <> proposed_by);
alter table supply_quota_rule add constraint supply_quota_rule_approved_ck check ((approved_by is null) = (approved_at is null));
comment on column supply_quota_rule.approved_by is '另一人批准后才生效（四眼）';

alter table supply_price add column set_by varchar(60) not null default '';

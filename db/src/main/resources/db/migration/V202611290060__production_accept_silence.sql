-- A farm that says nothing is told, and then taken to agree; the days are the federation's.

alter table production_rule add column accept_warn_days integer not null default 5;
alter table production_rule add column accept_days integer not null default 10;
alter table production_rule add constraint production_rule_accept_ck check (accept_warn_days >= 1 and accept_days > accept_warn_days and accept_days <= 60);
comment on column production_rule.accept_warn_days is '报完工后几天不验收就提醒';
comment on column production_rule.accept_days is '报完工后几天不验收、提醒过也不说话，视为按上报量验收';

alter table production_service_order add column accept_warned_on date;
alter table production_service_order add column accepted_silently boolean not null default false;
alter table production_service_order add constraint production_service_order_silent_ck
  check (not accepted_silently or (accept_warned_on is not null and accepted_by is null and accepted_quantity = done_quantity));
comment on column production_service_order.accepted_silently is '农户被提醒后到期没有说话，按上报量视为验收';

-- What was paid of a trusteeship, part by part.
create table production_trust_payment (
  tenant_id   varchar(12)   not null,
  contract_id uuid          not null,
  no          integer       not null,
  amount      numeric(18,2) not null,
  paid_on     date          not null,
  ref         varchar(60)   not null,
  file_id     uuid,
  booked_by   uuid          not null,
  booked_name varchar(100)  not null,
  booked_at   timestamptz   not null,
  constraint production_trust_payment_pk primary key (tenant_id, contract_id, no),
  constraint production_trust_payment_part_fk foreign key (tenant_id, contract_id, no) references production_trust_part (tenant_id, contract_id, no),
  constraint production_trust_payment_amount_ck check (amount > 0)
);
comment on table production_trust_payment is '托管服务费各期收款：由收款的服务组织登记，ref 凭证号，file_id 凭证照片';
select jf_protect('production_trust_payment');
revoke update, delete on production_trust_payment from ${app_role};

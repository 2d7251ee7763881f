-- What stops a licence by itself, how long a revoked holder waits, and labels on packages.

alter table brand_licence add column barred_until date;
update brand_licence set barred_until = ((ended_at at time zone 'Asia/Shanghai')::date + interval '1 year')::date
 where status = 'REVOKED';
alter table brand_licence
  add constraint brand_licence_barred_ck check ((status = 'REVOKED') = (barred_until is not null)
    and barred_until between (ended_at at time zone 'Asia/Shanghai')::date + interval '1 year'
                         and (ended_at at time zone 'Asia/Shanghai')::date + interval '3 years');
comment on column brand_licence.barred_until is '终止授权后到这一天为止不得重新申请，一至三年';

create function brand_licence_barred() returns trigger language plpgsql as $$
begin
  if exists (select 1 from brand_licence l where l.tenant_id = new.tenant_id and l.member_id = new.member_id
      and l.class_code = new.class_code and l.barred_until >= (new.applied_at at time zone 'Asia/Shanghai')::date) then
    raise exception 'violates constraint "brand_licence_barred_tr": revoked' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger brand_licence_barred_tr before insert on brand_licence
  for each row execute function brand_licence_barred();

-- Labels that are on their packages, told by the first and the last of them.
alter table trace_label_batch add column bound int not null default 0,
  drop constraint trace_label_batch_status_ck,
  add constraint trace_label_batch_status_ck check (status in ('ISSUED', 'PRINTED', 'BOUND', 'VOID')),
  add constraint trace_label_batch_bound_ck check (bound between 0 and count and (bound = 0 or printed_at is not null)
    and (status <> 'BOUND' or bound > 0));
comment on column trace_label_batch.bound is '已贴到包装上的枚数，由首枚和末枚登记';

create table trace_label_bind (
  id        bigint generated always as identity constraint trace_label_bind_pk primary key,
  tenant_id varchar(12) not null,
  batch_id  uuid        not null,
  first_seq bigint      not null,
  count     int         not null,
  at        timestamptz not null,
  by_person uuid        not null,
  by_name   varchar(60) not null,
  constraint trace_label_bind_batch_fk foreign key (tenant_id, batch_id) references trace_label_batch (tenant_id, id),
  constraint trace_label_bind_count_ck check (count > 0),
  constraint trace_label_bind_once_ex exclude using gist
    (tenant_id with =, batch_id with =, int8range(first_seq, first_seq + count) with &&)
);
comment on table trace_label_bind is '贴标登记：一批标签里从首枚到末枚已贴在该批货的包装上；只增不改，同一枚只登记一次';
select jf_protect('trace_label_bind');
revoke update, delete on trace_label_bind from ${app_role};

-- Only labels of that order, and none that is worth nothing.
create function trace_label_bind_fits() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from trace_label_batch b where b.tenant_id = new.tenant_id and b.id = new.batch_id
      and new.first_seq >= b.first_seq and new.first_seq + new.count <= b.first_seq + b.count)
     or exists (select 1 from trace_label_void v where v.tenant_id = new.tenant_id and v.batch_id = new.batch_id
      and int8range(v.first_seq, v.first_seq + v.count) && int8range(new.first_seq, new.first_seq + new.count)) then
    raise exception 'violates constraint "trace_label_bind_fits_ck"' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger trace_label_bind_fits_tr before insert on trace_label_bind
  for each row execute function trace_label_bind_fits();

create table brand_label_count (
  id         bigint generated always as identity constraint brand_label_count_pk primary key,
  tenant_id  varchar(12)  not null,
  licence_id uuid         not null,
  counted_on date         not null,
  issued     bigint       not null,
  unprinted  bigint       not null,
  voided     bigint       not null,
  bound      bigint       not null,
  left_over  bigint       not null,
  missing    bigint       not null generated always as (issued - unprinted - voided - bound - left_over) stored,
  note       varchar(400) not null,
  at         timestamptz  not null,
  by_person  uuid         not null,
  by_name    varchar(60)  not null,
  constraint brand_label_count_licence_fk foreign key (tenant_id, licence_id) references brand_licence (tenant_id, id),
  constraint brand_label_count_once_uq unique (tenant_id, licence_id, counted_on),
  constraint brand_label_count_parts_ck check (unprinted >= 0 and voided >= 0 and bound >= 0 and left_over >= 0
    and unprinted + voided + bound <= issued)
);
comment on table brand_label_count is '标签盘点：发出 = 未打印 + 作废 + 已贴 + 手里剩的；missing 为差额，超过发出的百分之二当场暂停授权；只增不改';
select jf_protect('brand_label_count');
revoke update, delete on brand_label_count from ${app_role};

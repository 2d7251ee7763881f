-- Mixed, split and received lots bear labels out of the quotas of all the fields that are in them.
create table trace_lot_origin (
  tenant_id   varchar(12)   not null constraint trace_lot_origin_tenant_fk references platform_tenant (code),
  lot_id      uuid          not null,
  planting_id uuid          not null,
  kg          numeric(18,6) not null,
  constraint trace_lot_origin_pk primary key (tenant_id, lot_id, planting_id),
  constraint trace_lot_origin_lot_fk foreign key (tenant_id, lot_id) references trace_lot (tenant_id, id),
  constraint trace_lot_origin_kg_ck check (kg > 0)
);
comment on table trace_lot_origin is '由多个种植批次合并而来的批次里，每个种植批次占多少公斤；只有一个种植批次的不记';
create index trace_lot_origin_planting_ix on trace_lot_origin (tenant_id, planting_id);
select jf_protect('trace_lot_origin');
revoke update, delete on trace_lot_origin from ${app_role};

-- Those that are there already, in the order in which they were made, which is that of their ids.
do $$
declare
  l record;
begin
  for l in select id, tenant_id, kg from trace_lot where planting_id is null order by id loop
    insert into trace_lot_origin (tenant_id, lot_id, planting_id, kg)
    select l.tenant_id, l.id, o.planting_id, greatest(round(l.kg * sum(o.part), 6), 0.000001)
      from (select x.planting_id, e.kg / e.given * x.share as part
              from (select parent_id, kg, sum(kg) over () as given from trace_lot_edge
                     where tenant_id = l.tenant_id and child_id = l.id) e
              cross join lateral (
                select p.planting_id, 1::numeric as share from trace_lot p
                 where p.tenant_id = l.tenant_id and p.id = e.parent_id and p.planting_id is not null
                union all
                select y.planting_id, y.kg / sum(y.kg) over () from trace_lot_origin y
                 where y.tenant_id = l.tenant_id and y.lot_id = e.parent_id) x) o
     group by o.planting_id;
  end loop;
end $$;

create table trace_label_quota (
  tenant_id varchar(12)   not null constraint trace_label_quota_tenant_fk references platform_tenant (code),
  batch_id  uuid          not null,
  quota_id  uuid          not null,
  kg        numeric(18,6) not null,
  back_kg   numeric(18,6) not null default 0,
  constraint trace_label_quota_pk primary key (tenant_id, batch_id, quota_id),
  constraint trace_label_quota_batch_fk foreign key (tenant_id, batch_id) references trace_label_batch (tenant_id, id),
  constraint trace_label_quota_quota_fk foreign key (tenant_id, quota_id) references brand_label_quota (tenant_id, id),
  constraint trace_label_quota_kg_ck check (kg > 0 and back_kg >= 0 and back_kg <= kg)
);
comment on table trace_label_quota is '一个标签批用了哪些额度各多少公斤，退回多少';
create index trace_label_quota_quota_ix on trace_label_quota (tenant_id, quota_id);
insert into trace_label_quota (tenant_id, batch_id, quota_id, kg, back_kg)
select b.tenant_id, b.id, b.quota_id, b.count * b.net_kg, coalesce((select sum(v.count) from trace_label_void v
         where v.tenant_id = b.tenant_id and v.batch_id = b.id and v.cause in ('SPOILT', 'LOST')), 0) * b.net_kg
  from trace_label_batch b;
select jf_protect('trace_label_quota');
revoke update, delete on trace_label_quota from ${app_role};
grant update (back_kg) on trace_label_quota to ${app_role};

-- Loose goods are labelled by whoever packs them last; the sender's own labels no longer stand for them.
alter table trace_hand_over add column bulk boolean not null default false;
alter table trace_hand_over alter column bulk drop default;
comment on column trace_hand_over.bulk is '散装交接：由收方贴标，额度随货走';

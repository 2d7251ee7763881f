-- 统防统治: one organisation, one product, one day, many fields.

create sequence jf_number_campaign;

create table production_campaign (
  id          uuid          not null constraint production_campaign_pk primary key,
  tenant_id   varchar(12)   not null,
  version     bigint        not null,
  no          varchar(20)   not null,
  provider_id uuid          not null,
  menu_id     uuid          not null,
  input_id    uuid          not null,
  pest        varchar(60)   not null,
  dose_per_mu numeric(18,6) not null,
  material_mu numeric(18,2) not null,
  on_day      date          not null,
  joins_until date          not null,
  state       varchar(10)   not null,
  announced_by uuid         not null,
  announced_at timestamptz  not null,
  constraint production_campaign_tid_uq unique (tenant_id, id, menu_id),
  constraint production_campaign_no_uq unique (tenant_id, no),
  constraint production_campaign_menu_fk foreign key (tenant_id, menu_id, provider_id) references production_service_menu (tenant_id, id, provider_id),
  constraint production_campaign_input_fk foreign key (tenant_id, input_id) references production_agri_input (tenant_id, id),
  constraint production_campaign_state_ck check (state in ('OPEN','CLOSED','DONE','CANCELLED')),
  constraint production_campaign_terms_ck check (dose_per_mu > 0 and material_mu >= 0 and joins_until <= on_day)
);
comment on table production_campaign is '统防统治：同一天、同一家、同一种药；每块地一张服务订单；dose_per_mu 每亩用量（基本单位），material_mu 每亩药费，元';
select jf_protect('production_campaign');
revoke delete on production_campaign from ${app_role};

alter table production_service_order add column campaign_id uuid;
alter table production_service_order add constraint production_service_order_campaign_fk
  foreign key (tenant_id, campaign_id, menu_id) references production_campaign (tenant_id, id, menu_id);
create unique index production_service_order_campaign_uq on production_service_order (tenant_id, campaign_id, planting_id)
  where campaign_id is not null and state not in ('DECLINED', 'CANCELLED');

-- 核查单: what was recorded although it should not have happened, until somebody has looked at it.

create sequence jf_number_field_case;

create table production_field_case (
  id             uuid         not null constraint production_field_case_pk primary key,
  tenant_id      varchar(12)  not null constraint production_field_case_tenant_fk references platform_tenant (code),
  version        bigint       not null,
  no             varchar(20)  not null,
  kind           varchar(20)  not null,
  member_id      uuid         not null,
  division       varchar(12)  not null,
  planting_id    uuid,
  use_id         uuid,
  harvest_lot_id uuid,
  purchase_id    uuid,
  product        varchar(80),
  safe_on        date,
  days_short     integer,
  above_kg       numeric(18,6),
  entered_by     uuid         not null,
  state          varchar(10)  not null,
  opened_at      timestamptz  not null,
  changed_at     timestamptz  not null,
  looked_on      date,
  looked_by      uuid,
  looked_name    varchar(60),
  finding        varchar(500),
  conclusion     varchar(10),
  closing        varchar(500),
  closed_by      uuid,
  closed_name    varchar(60),
  closed_at      timestamptz,
  constraint production_field_case_tid_uq unique (tenant_id, id),
  constraint production_field_case_no_uq unique (tenant_id, no),
  constraint production_field_case_use_uq unique (tenant_id, use_id),
  constraint production_field_case_lot_uq unique (tenant_id, harvest_lot_id, kind),
  constraint production_field_case_purchase_uq unique (tenant_id, purchase_id),
  constraint production_field_case_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint production_field_case_planting_fk foreign key (tenant_id, planting_id) references production_planting (tenant_id, id),
  constraint production_field_case_use_fk foreign key (tenant_id, use_id) references production_input_use (tenant_id, id),
  constraint production_field_case_lot_fk foreign key (tenant_id, harvest_lot_id) references production_harvest_lot (tenant_id, id),
  constraint production_field_case_purchase_fk foreign key (tenant_id, purchase_id) references production_outside_purchase (tenant_id, id),
  constraint production_field_case_about_ck check (
    (kind in ('BANNED_USE','OFF_LABEL_USE') and use_id is not null and planting_id is not null and harvest_lot_id is null and purchase_id is null)
    or (kind in ('EARLY_HARVEST','ABOVE_CAP') and harvest_lot_id is not null and planting_id is not null and use_id is null and purchase_id is null)
    or (kind = 'OUTSIDE_PURCHASE' and purchase_id is not null and planting_id is null and use_id is null and harvest_lot_id is null)),
  constraint production_field_case_state_ck check (state in ('OPEN','LOOKED_AT','CLOSED')),
  constraint production_field_case_looked_ck check ((state <> 'LOOKED_AT' or finding is not null)
    and (finding is null) = (looked_on is null) and (finding is null) = (looked_by is null) and (finding is null) = (looked_name is null)),
  constraint production_field_case_closed_ck check ((state = 'CLOSED') = (conclusion is not null) and (state = 'CLOSED') = (closed_at is not null)
    and (state = 'CLOSED' and conclusion <> 'CORRECTED') = (closed_by is not null)
    and (closed_by is null or (finding is not null and closing is not null and closed_name is not null))),
  constraint production_field_case_conclusion_ck check (conclusion in ('ADVISED','DESTROYED','REFERRED','CORRECTED')
    and (kind <> 'BANNED_USE' or conclusion <> 'ADVISED') and (kind <> 'OUTSIDE_PURCHASE' or conclusion <> 'DESTROYED')),
  constraint production_field_case_four_eyes_ck check (closed_by is null or closed_by <> entered_by)
);
comment on table production_field_case is '核查单：用了禁用药、没登记的药，安全间隔期内采收，超产，平台外购入；照实记下之后由人去看，看过才结；记录更正的由系统结（CORRECTED）';
create index production_field_case_opened_ix on production_field_case (tenant_id, opened_at, id);
create index production_field_case_member_ix on production_field_case (tenant_id, member_id, opened_at);
create index production_field_case_planting_ix on production_field_case (tenant_id, planting_id) where planting_id is not null;
create index production_field_case_open_ix on production_field_case (tenant_id, opened_at) where state <> 'CLOSED';
select jf_protect('production_field_case');
revoke delete on production_field_case from ${app_role};

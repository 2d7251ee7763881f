-- 损耗: what a farm no longer has although it was neither used nor brought back.

create table production_input_loss (
  id          uuid          not null constraint production_input_loss_pk primary key,
  tenant_id   varchar(12)   not null constraint production_input_loss_tenant_fk references platform_tenant (code),
  client_uid  uuid          not null,
  member_id   uuid          not null,
  input_id    uuid          not null,
  lot_no      varchar(40)   not null,
  quantity    numeric(18,6) not null,
  cause       varchar(10)   not null,
  note        varchar(200),
  on_day      date          not null,
  recorded_at timestamptz   not null,
  recorded_by uuid          not null,
  by_name     varchar(60)   not null,
  void_reason varchar(200),
  constraint production_input_loss_client_uq unique (tenant_id, client_uid),
  constraint production_input_loss_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint production_input_loss_input_fk foreign key (tenant_id, input_id) references production_agri_input (tenant_id, id),
  constraint production_input_loss_quantity_ck check (quantity > 0),
  constraint production_input_loss_cause_ck check (cause in ('SPILLED','EXPIRED','STOLEN','OTHER') and (cause <> 'OTHER' or note is not null))
);
comment on table production_input_loss is '农资损耗：洒漏、过期、被盗、其他（写明）；void_reason 不为空即作废，在手已加回';
create index production_input_loss_member_ix on production_input_loss (tenant_id, member_id, on_day);
select jf_protect('production_input_loss');
revoke delete on production_input_loss from ${app_role};

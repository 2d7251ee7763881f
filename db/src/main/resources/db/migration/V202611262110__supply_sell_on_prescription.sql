-- A sale on a doctor's prescription; a prescription is filled once.

alter table supply_input_sale add column prescription_id uuid;
alter table supply_input_sale add column prescription_no varchar(20);
alter table supply_input_sale add constraint supply_input_sale_prescription_fk foreign key (tenant_id, prescription_id)
  references production_prescription (tenant_id, id);
alter table supply_input_sale add constraint supply_input_sale_prescription_uq unique (tenant_id, prescription_id);
alter table supply_input_sale add constraint supply_input_sale_prescription_ck check ((prescription_id is null) = (prescription_no is null));
comment on column supply_input_sale.prescription_id is '凭哪张处方卖的；一张处方只配一次药';

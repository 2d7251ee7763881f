-- Every member that supply names is one of the same federation.

alter table supply_quota_account add constraint supply_quota_account_member_fk
  foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table supply_input_sale add constraint supply_input_sale_member_fk
  foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table supply_sale_refusal add constraint supply_sale_refusal_member_fk
  foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table supply_container_account add constraint supply_container_account_member_fk
  foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table supply_product add constraint supply_product_member_fk
  foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table supply_sales_order add constraint supply_sales_order_seller_fk
  foreign key (tenant_id, seller_id) references member_member (tenant_id, id);
alter table supply_sales_order add constraint supply_sales_order_buyer_fk
  foreign key (tenant_id, buyer_id) references member_member (tenant_id, id);
alter table supply_field_sale add constraint supply_field_sale_member_fk
  foreign key (tenant_id, member_id) references member_member (tenant_id, id);

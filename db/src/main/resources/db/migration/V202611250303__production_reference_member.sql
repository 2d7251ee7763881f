-- Whose it is stands in the register, and nowhere else.

alter table production_plot add constraint production_plot_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table production_planting add constraint production_planting_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table production_operation add constraint production_operation_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table production_input_use add constraint production_input_use_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table production_harvest_lot add constraint production_harvest_lot_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table production_holding add constraint production_holding_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table production_outside_purchase add constraint production_outside_purchase_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id);

alter table production_plot add constraint production_plot_photo_fk foreign key (tenant_id, photo_id) references platform_file (tenant_id, id);
alter table production_operation add constraint production_operation_photo_fk foreign key (tenant_id, photo_id) references platform_file (tenant_id, id);
alter table production_outside_purchase add constraint production_outside_purchase_photo_fk foreign key (tenant_id, photo_id) references platform_file (tenant_id, id);

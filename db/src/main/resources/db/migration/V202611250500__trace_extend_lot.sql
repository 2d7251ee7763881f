-- Where a lot grew, so that a township sees its own; and every lot, test, certificate, label and licence belongs to a
-- member that exists, of the same federation.
alter table trace_lot add column division varchar(12) not null default '';
comment on column trace_lot.division is '地块所在区划（到村 12 位或到镇 9 位），用于按乡镇划定可见范围';
update trace_lot l set division = g.division
  from production_planting p join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
 where p.tenant_id = l.tenant_id and p.id = l.planting_id;
alter table trace_lot alter column division drop default;

alter table trace_residue_test add column division varchar(12) not null default '';
comment on column trace_residue_test.division is '采样地块所在区划';
update trace_residue_test t set division = g.division
  from production_planting p join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
 where p.tenant_id = t.tenant_id and p.id = t.planting_id;
alter table trace_residue_test alter column division drop default;

alter table trace_lot add constraint trace_lot_member_fk
  foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table trace_residue_test add constraint trace_residue_test_member_fk
  foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table trace_certificate add constraint trace_certificate_member_fk
  foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table trace_label_batch add constraint trace_label_batch_member_fk
  foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table trace_label_scan add constraint trace_label_scan_member_fk
  foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table brand_licence add constraint brand_licence_member_fk
  foreign key (tenant_id, member_id) references member_member (tenant_id, id);
alter table brand_label_quota add constraint brand_label_quota_member_fk
  foreign key (tenant_id, member_id) references member_member (tenant_id, id);

create index trace_lot_harvested_ix on trace_lot (tenant_id, harvested_on, id);
create index trace_residue_test_status_ix on trace_residue_test (tenant_id, status, sampled_on);

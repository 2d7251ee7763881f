-- Where goods come from, for everybody to see: a village as the middle of a square of some two kilometres, never a plot.
create table trace_place_mark (
  tenant_id varchar(12)  not null constraint trace_place_mark_tenant_fk references platform_tenant (code),
  division  varchar(12)  not null,
  lon       numeric(5,2) not null,
  lat       numeric(4,2) not null,
  constraint trace_place_mark_pk primary key (tenant_id, division),
  constraint trace_place_mark_division_ck check (division ~ '^[0-9]{9}([0-9]{3})?$'),
  constraint trace_place_mark_coarse_ck check ((lon * 100) % 2 = 1 and (lat * 100) % 2 = 1)
);
comment on table trace_place_mark is '公开的产地位置：村或乡镇地块的中心，落到 0.02 度（约两公里）方格的格心；村的第一次取定后不再移动';
select jf_protect('trace_place_mark');
create index production_plot_division_ix on production_plot (tenant_id, division);

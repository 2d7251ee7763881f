-- Which plots claim the same ground, so that the county's map can show it without comparing all with all.

create table production_plot_overlap (
  tenant_id varchar(12)  not null,
  plot_id   uuid         not null,
  other_id  uuid         not null,
  percent   numeric(6,2) not null,
  constraint production_plot_overlap_pk primary key (tenant_id, plot_id, other_id),
  constraint production_plot_overlap_plot_fk foreign key (tenant_id, plot_id) references production_plot (tenant_id, id),
  constraint production_plot_overlap_other_fk foreign key (tenant_id, other_id) references production_plot (tenant_id, id),
  constraint production_plot_overlap_other_ck check (plot_id <> other_id),
  constraint production_plot_overlap_percent_ck check (percent > 0)
);
comment on table production_plot_overlap is '边界重叠超过提醒线的两块地，双向各一行；percent 占较小一块的百分比；画边界时算，夜里补算';
select jf_protect('production_plot_overlap');

alter table production_plot add column overlaps_edition integer;
comment on column production_plot.overlaps_edition is '重叠按第几版边界算的；与 boundary_edition 不同就等夜里补算';
create index production_plot_overlaps_ix on production_plot (tenant_id, id) where boundary_edition is distinct from overlaps_edition;

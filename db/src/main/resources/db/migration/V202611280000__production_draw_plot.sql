-- Where a plot lies: its corners, as they were drawn, walked, typed or imported.

create table production_map_frame (
  tenant_id  varchar(12)   not null constraint production_map_frame_pk primary key
    constraint production_map_frame_tenant_fk references platform_tenant (code),
  west       numeric(10,7) not null,
  south      numeric(10,7) not null,
  east       numeric(10,7) not null,
  north      numeric(10,7) not null,
  by_person  uuid          not null,
  by_name    varchar(60)   not null,
  at         timestamptz   not null,
  constraint production_map_frame_box_ck check (west >= 73 and east <= 136 and west < east and south >= 3 and north <= 54 and south < north)
);
comment on table production_map_frame is '本县在地图上的范围（WGS 84 经纬度的外框）：地块边界必须落在里面；没有设定时只查是否在国内';
select jf_protect('production_map_frame');
revoke delete on production_map_frame from ${app_role};

create table production_plot_boundary (
  tenant_id  varchar(12)   not null,
  plot_id    uuid          not null,
  edition    integer       not null,
  corners    jsonb         not null,
  area_mu    numeric(12,4) not null,
  west       numeric(10,7) not null,
  south      numeric(10,7) not null,
  east       numeric(10,7) not null,
  north      numeric(10,7) not null,
  source     varchar(8)    not null,
  by_person  uuid          not null,
  by_name    varchar(60)   not null,
  at         timestamptz   not null,
  constraint production_plot_boundary_pk primary key (tenant_id, plot_id, edition),
  constraint production_plot_boundary_plot_fk foreign key (tenant_id, plot_id) references production_plot (tenant_id, id),
  constraint production_plot_boundary_edition_ck check (edition > 0),
  constraint production_plot_boundary_corners_ck check (jsonb_typeof(corners) = 'array' and jsonb_array_length(corners) between 3 and 1000),
  constraint production_plot_boundary_area_ck check (area_mu > 0),
  constraint production_plot_boundary_box_ck check (west < east and south < north),
  constraint production_plot_boundary_source_ck check (source in ('DRAWN','WALKED','TYPED','GEOJSON','KML'))
);
comment on table production_plot_boundary is '地块边界，一次一版，只增不改：corners 为 [[经度, 纬度], …]（WGS 84，不重复首点），area_mu 为按边界算出的面积（亩）';
select jf_protect('production_plot_boundary');
revoke update, delete on production_plot_boundary from ${app_role};

alter table production_plot
  add column boundary_edition integer,
  add column boundary_mu numeric(12,4),
  add column boundary_by uuid,
  add constraint production_plot_boundary_ck check ((boundary_edition is null) = (boundary_mu is null) and (boundary_edition is null) = (boundary_by is null)),
  add constraint production_plot_boundary_edition_fk foreign key (tenant_id, id, boundary_edition)
    references production_plot_boundary (tenant_id, plot_id, edition),
  add constraint production_plot_boundary_eyes_ck check (verified_by is null or alone or boundary_by is null or verified_by <> boundary_by);
comment on column production_plot.boundary_edition is '现行边界是哪一版；boundary_mu 为其面积（亩），boundary_by 为画的人，他不能核实这块地；空为还没有边界';

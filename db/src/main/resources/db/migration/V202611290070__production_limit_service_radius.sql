-- How far a service comes: from where the organisation stands, in kilometres.

alter table production_service_provider add column lon numeric(10,7);
alter table production_service_provider add column lat numeric(10,7);
alter table production_service_provider add constraint production_service_provider_place_ck
  check ((lon is null) = (lat is null) and (lon is null or (lon between 73 and 136 and lat between 3 and 54)));
comment on column production_service_provider.lon is '服务组织驻地的经度（WGS 84），与 lat 纬度同有同无；空为没有登记';

alter table production_service_menu add column radius_km numeric(5,1);
alter table production_service_menu add constraint production_service_menu_radius_ck check (radius_km between 0.1 and 200);
comment on column production_service_menu.radius_km is '从驻地起多少公里以内接单；空为不限';

alter table production_service_order add column distance_km numeric(7,1);
alter table production_service_order add column radius_km numeric(5,1);
alter table production_service_order add constraint production_service_order_radius_ck
  check (distance_km is null or (distance_km >= 0 and (radius_km is null or distance_km <= radius_km)));
comment on column production_service_order.distance_km is '下单时地块中心到驻地的公里数，不超过当时菜单的 radius_km；地块没有边界或没有登记驻地时为空';

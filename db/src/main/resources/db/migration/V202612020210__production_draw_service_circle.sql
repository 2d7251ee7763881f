-- The circle within which an organisation farms for others without long ways: it warns, and refuses nothing.
alter table production_service_provider add column terrain varchar(8) not null default 'PLAIN',
  add constraint production_service_provider_terrain_ck check (terrain in ('PLAIN', 'HILLS'));
comment on column production_service_provider.terrain is '驻地一带的地形：平原服务圈 3 公里，丘陵山区 6 公里；地块中心在圈外只提醒，不拦';

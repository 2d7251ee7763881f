-- Which crops a service is for; an order is for a planting of one of them.

alter table production_service_menu add column crops varchar(30)[] not null default '{}';
comment on column production_service_menu.crops is '适用的作物代码；空为哪种作物都接';

create function production_menu_crops_known() returns trigger language plpgsql as $$
begin
  if exists (select 1 from unnest(new.crops) c where not exists (select 1 from production_crop k where k.code = c)) then
    raise exception 'menu % names a crop nobody knows, violates constraint "production_service_menu_crops_tg"', new.id
      using errcode = 'check_violation', constraint = 'production_service_menu_crops_tg';
  end if;
  return new;
end $$;
create trigger production_service_menu_crops_tg before insert or update of crops on production_service_menu
  for each row execute function production_menu_crops_known();

-- held when the order is placed: what was ordered before stays when the menu changes
create function production_order_fits_menu() returns trigger language plpgsql as $$
begin
  if exists (select 1 from production_service_menu m, production_planting p
              where m.tenant_id = new.tenant_id and m.id = new.menu_id
                and p.tenant_id = new.tenant_id and p.id = new.planting_id
                and cardinality(m.crops) > 0 and p.crop <> all (m.crops)) then
    raise exception 'order % is for another crop, violates constraint "production_service_order_crop_tg"', new.id
      using errcode = 'check_violation', constraint = 'production_service_order_crop_tg';
  end if;
  return new;
end $$;
create trigger production_service_order_crop_tg before insert on production_service_order
  for each row execute function production_order_fits_menu();

-- Names in the standard for the other crops of the catalogue. What lives in water has no pesticide limits: it is tested for
-- substances that must not be found at all.
insert into trace_food (name, parent) values
  ('生姜', '根茎类和薯芋类蔬菜'), ('香菇(鲜)', '食用菌'), ('水产动物', null), ('南美白对虾', '水产动物'), ('河蟹', '水产动物')
  on conflict do nothing;
insert into trace_crop_food (crop, food) values
  ('loquat', '枇杷'), ('garlic', '大蒜'), ('ginger', '生姜'), ('shrimp', '南美白对虾'), ('crab', '河蟹'),
  ('shiitake', '香菇(鲜)'), ('sweet-corn', '鲜食玉米'), ('rapeseed', '油菜籽')
  on conflict do nothing;

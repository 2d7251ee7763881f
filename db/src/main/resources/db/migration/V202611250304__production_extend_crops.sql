-- What else is grown and raised here; and the category under which a crop is counted.

insert into production_crop (code, name, crop_group, sort) values
  ('loquat', '枇杷', 'FRUIT', 95), ('garlic', '大蒜', 'VEGETABLE', 212), ('ginger', '生姜', 'VEGETABLE', 214),
  ('shrimp', '南美白对虾', 'OTHER', 310), ('crab', '河蟹', 'OTHER', 320);

alter table production_crop add column category varchar(20);
update production_crop set category = case
  when code in ('watermelon', 'melon') then '西甜瓜'
  when code in ('mushroom', 'shiitake') then '食用菌'
  when code in ('shrimp', 'crab') then '水产'
  when code in ('cabbage', 'leafy-greens', 'radish') then '叶菜'
  when code in ('rice', 'wheat') then '粮食'
  when code in ('rapeseed', 'soybean') then '油料'
  else name end;
alter table production_crop alter column category set not null;
comment on column production_crop.category is '品类：统计时归为一类的作物';

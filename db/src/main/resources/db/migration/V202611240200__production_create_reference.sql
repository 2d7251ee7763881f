-- Facts that are the same for every federation: crops by stable code, and what the law forbids.

create table production_crop (
  code       varchar(30) not null constraint production_crop_pk primary key,
  name       varchar(30) not null constraint production_crop_name_uq unique,
  crop_group varchar(12) not null,
  sort       integer    not null,
  constraint production_crop_code_ck check (code ~ '^[a-z][a-z-]{1,29}$'),
  constraint production_crop_group_ck check (crop_group in ('VEGETABLE','FRUIT','TEA','FUNGUS','HERB','GRAIN','OIL','OTHER'))
);
comment on table production_crop is '作物名录（各租户共用）；类别用于判断法规禁止范围';
revoke insert, update, delete on production_crop from ${app_role};

insert into production_crop (code, name, crop_group, sort) values
  ('watermelon', '西瓜', 'FRUIT', 10), ('melon', '甜瓜', 'FRUIT', 20), ('grape', '葡萄', 'FRUIT', 30),
  ('strawberry', '草莓', 'FRUIT', 40), ('peach', '桃', 'FRUIT', 50), ('pear', '梨', 'FRUIT', 60),
  ('citrus', '柑橘', 'FRUIT', 70), ('kiwifruit', '猕猴桃', 'FRUIT', 80), ('blueberry', '蓝莓', 'FRUIT', 90),
  ('asparagus', '芦笋', 'VEGETABLE', 100), ('tomato', '番茄', 'VEGETABLE', 110), ('cucumber', '黄瓜', 'VEGETABLE', 120),
  ('pepper', '辣椒', 'VEGETABLE', 130), ('eggplant', '茄子', 'VEGETABLE', 140), ('cabbage', '大白菜', 'VEGETABLE', 150),
  ('leafy-greens', '叶菜', 'VEGETABLE', 160), ('cowpea', '豇豆', 'VEGETABLE', 170), ('radish', '萝卜', 'VEGETABLE', 180),
  ('edamame', '毛豆', 'VEGETABLE', 190), ('lotus-root', '莲藕', 'VEGETABLE', 200), ('water-bamboo', '茭白', 'VEGETABLE', 210),
  ('mushroom', '双孢蘑菇', 'FUNGUS', 220), ('shiitake', '香菇', 'FUNGUS', 230),
  ('tea', '茶叶', 'TEA', 240), ('chrysanthemum', '杭白菊', 'HERB', 250),
  ('rice', '水稻', 'GRAIN', 260), ('wheat', '小麦', 'GRAIN', 270), ('sweet-corn', '鲜食玉米', 'VEGETABLE', 280),
  ('rapeseed', '油菜', 'OIL', 290), ('soybean', '大豆', 'OIL', 300);

create table production_substance_rule (
  id          integer generated always as identity constraint production_substance_rule_pk primary key,
  substance   varchar(40)   not null,
  rule        varchar(12)   not null,
  crop_groups varchar(12)[],
  valid_from  date          not null,
  valid_to    date,
  source      varchar(200)  not null,
  source_status varchar(12) not null,
  constraint production_substance_rule_rule_ck check (rule in ('BANNED','DESIGNATED')),
  constraint production_substance_rule_dates_ck check (valid_to is null or valid_to >= valid_from),
  constraint production_substance_rule_status_ck check (source_status in ('official','secondary','demo')),
  constraint production_substance_rule_uq unique nulls not distinct (substance, rule, crop_groups, valid_from)
);
comment on table production_substance_rule is '有效成分的法规限制（各租户共用）：BANNED 禁用（crop_groups 为空即全面禁止），DESIGNATED 定点经营；投入使用前应按现行《禁限用农药名录》补全';
revoke insert, update, delete on production_substance_rule from ${app_role};

insert into production_substance_rule (substance, rule, crop_groups, valid_from, source, source_status)
select substance, 'BANNED', null, date '2002-06-05', '农业部公告第199号', 'secondary'
  from unnest(array['六六六','滴滴涕','毒杀芬','二溴氯丙烷','杀虫脒','二溴乙烷','除草醚','艾氏剂','狄氏剂','汞制剂','砷类','铅类',
    '敌枯双','氟乙酰胺','甘氟','毒鼠强','氟乙酸钠','毒鼠硅']) substance;
insert into production_substance_rule (substance, rule, crop_groups, valid_from, source, source_status)
select substance, 'BANNED', array['VEGETABLE','FRUIT','TEA','HERB','FUNGUS'], date '2002-06-05',
       '农业部公告第199号；菌类依《农药管理条例》第三十四条', 'secondary'
  from unnest(array['甲胺磷','甲基对硫磷','对硫磷','久效磷','磷胺','甲拌磷','甲基异柳磷','特丁硫磷','甲基硫环磷','治螟磷','内吸磷',
    '克百威','涕灭威','灭线磷','硫环磷','蝇毒磷','地虫硫磷','氯唑磷','苯线磷']) substance;
insert into production_substance_rule (substance, rule, crop_groups, valid_from, source, source_status)
select substance, 'BANNED', array['TEA'], date '2002-06-05', '农业部公告第199号', 'secondary'
  from unnest(array['三氯杀螨醇','氰戊菊酯']) substance;
insert into production_substance_rule (substance, rule, crop_groups, valid_from, source, source_status)
select substance, 'DESIGNATED', null, date '2017-10-01', '农业部公告第2567号', 'secondary'
  from unnest(array['甲拌磷','甲基异柳磷','克百威','磷化铝','硫丹','氯化苦','灭多威','灭线磷','水胺硫磷','涕灭威','溴甲烷','氧乐果',
    '百草枯','2,4-滴丁酯','C型肉毒梭菌毒素','D型肉毒梭菌毒素','氟鼠灵','敌鼠钠盐','杀鼠灵','杀鼠醚','溴敌隆','溴鼠灵']) substance;

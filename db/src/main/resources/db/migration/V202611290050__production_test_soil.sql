-- 测土配方: what the soil holds, what the federation decides for a crop, what a field needs of it.

create sequence jf_number_soil_sample;
create sequence jf_number_soil_recipe;

create table production_soil_sample (
  id          uuid         not null constraint production_soil_sample_pk primary key,
  tenant_id   varchar(12)  not null,
  version     bigint       not null,
  no          varchar(20)  not null,
  member_id   uuid         not null,
  division    varchar(12)  not null,
  plot_id     uuid         not null,
  point       varchar(60)  not null,
  depth_from  integer      not null,
  depth_to    integer      not null,
  taken_on    date         not null,
  sampler     varchar(60)  not null,
  state       varchar(10)  not null,
  taken_by    uuid         not null,
  taken_at    timestamptz  not null,
  laboratory  varchar(100),
  report_no   varchar(60),
  measured_on date,
  ph          numeric(4,2),
  organic     numeric(7,3),
  total_n     numeric(7,3),
  nitrogen    numeric(8,2),
  phosphorus  numeric(8,2),
  potassium   numeric(8,2),
  measured_by uuid,
  confirmed_by uuid,
  demo        boolean      not null default false,
  constraint production_soil_sample_tid_uq unique (tenant_id, id, plot_id, member_id),
  constraint production_soil_sample_no_uq unique (tenant_id, no),
  constraint production_soil_sample_plot_fk foreign key (tenant_id, plot_id) references production_plot (tenant_id, id),
  constraint production_soil_sample_state_ck check (state in ('TAKEN','MEASURED','CONFIRMED','VOIDED')),
  constraint production_soil_sample_depth_ck check (depth_from >= 0 and depth_to > depth_from and depth_to <= 200),
  constraint production_soil_sample_values_ck check ((state not in ('MEASURED','CONFIRMED')
      or (ph is not null and organic is not null and nitrogen is not null and phosphorus is not null and potassium is not null
          and laboratory is not null and report_no is not null and measured_on is not null and measured_by is not null))
    and (ph is null or ph between 2 and 12) and (organic is null or organic between 0 and 600)
    and (total_n is null or total_n between 0 and 50) and (nitrogen is null or nitrogen between 0 and 3000)
    and (phosphorus is null or phosphorus between 0 and 3000) and (potassium is null or potassium between 0 and 3000)
    and (measured_on is null or measured_on >= taken_on)),
  constraint production_soil_sample_four_eyes_ck check ((state = 'CONFIRMED') <= (confirmed_by is not null and confirmed_by <> measured_by))
);
comment on table production_soil_sample is '土样：depth 厘米；ph 无单位；organic 有机质、total_n 全氮，克/千克；nitrogen 碱解氮、phosphorus 有效磷、potassium 速效钾，毫克/千克';
create index production_soil_sample_taken_ix on production_soil_sample (tenant_id, taken_at, id);
create index production_soil_sample_member_ix on production_soil_sample (tenant_id, member_id, taken_at);
select jf_protect('production_soil_sample');
revoke delete on production_soil_sample from ${app_role};

create table production_soil_edition (
  id         uuid         not null constraint production_soil_edition_pk primary key,
  tenant_id  varchar(12)  not null constraint production_soil_edition_tenant_fk references platform_tenant (code),
  version    bigint       not null,
  crop       varchar(30)  not null constraint production_soil_edition_crop_fk references production_crop (code),
  valid_from date         not null,
  source     varchar(200) not null,
  topsoil_kg numeric(9,0) not null,
  uptake_n   numeric(8,4) not null,
  uptake_p   numeric(8,4) not null,
  uptake_k   numeric(8,4) not null,
  supply_n   numeric(6,3) not null,
  supply_p   numeric(6,3) not null,
  supply_k   numeric(6,3) not null,
  use_n      numeric(5,2) not null,
  use_p      numeric(5,2) not null,
  use_k      numeric(5,2) not null,
  ph_low     numeric(4,2) not null,
  ph_high    numeric(4,2) not null,
  organic_low numeric(7,3) not null,
  most_kg_mu numeric(9,2) not null,
  state      varchar(10)  not null,
  proposed_by uuid        not null,
  proposed_at timestamptz not null,
  by_name    varchar(100) not null,
  closed_by  uuid,
  demo       boolean      not null default false,
  constraint production_soil_edition_tid_uq unique (tenant_id, id, crop),
  constraint production_soil_edition_state_ck check (state in ('PROPOSED','CONFIRMED','DECLINED')),
  constraint production_soil_edition_four_eyes_ck check (state <> 'CONFIRMED' or (closed_by is not null and closed_by <> proposed_by)),
  constraint production_soil_edition_figures_ck check (topsoil_kg between 1000 and 1000000 and least(uptake_n, uptake_p, uptake_k) > 0
    and greatest(uptake_n, uptake_p, uptake_k) <= 10 and least(supply_n, supply_p, supply_k) >= 0 and greatest(supply_n, supply_p, supply_k) <= 10
    and least(use_n, use_p, use_k) >= 1 and greatest(use_n, use_p, use_k) <= 100 and ph_low < ph_high and organic_low >= 0 and most_kg_mu between 1 and 100000)
);
comment on table production_soil_edition is '配方参数（按作物分版）：topsoil_kg 每亩耕层土重，千克；uptake 每 100 千克产量吸收 N、P2O5、K2O 千克；supply 校正系数；use 肥料当季利用率，百分数；most_kg_mu 目标亩产上限，千克';
create unique index production_soil_edition_in_force_uq on production_soil_edition (tenant_id, crop, valid_from) where state = 'CONFIRMED';
select jf_protect('production_soil_edition');
revoke delete on production_soil_edition from ${app_role};

create table production_fertiliser (
  tenant_id varchar(12)  not null,
  input_id  uuid         not null,
  version   bigint       not null,
  n         numeric(5,2) not null,
  p         numeric(5,2) not null,
  k         numeric(5,2) not null,
  source    varchar(200) not null,
  blended   boolean      not null,
  constraint production_fertiliser_pk primary key (tenant_id, input_id),
  constraint production_fertiliser_input_fk foreign key (tenant_id, input_id) references production_agri_input (tenant_id, id),
  constraint production_fertiliser_content_ck check (least(n, p, k) >= 0 and n + p + k > 0 and n + p + k <= 100)
);
comment on table production_fertiliser is '肥料养分：N、P2O5、K2O，质量百分数，按包装标识；blended 为可用于配肥';
select jf_protect('production_fertiliser');

create table production_soil_recipe (
  id         uuid          not null constraint production_soil_recipe_pk primary key,
  tenant_id  varchar(12)   not null,
  no         varchar(20)   not null,
  sample_id  uuid          not null,
  member_id  uuid          not null,
  division   varchar(12)   not null,
  plot_id    uuid          not null,
  crop       varchar(30)   not null,
  edition_id uuid          not null,
  target_kg_mu numeric(9,2) not null,
  area_mu    numeric(12,4) not null,
  made_by    uuid          not null,
  by_name    varchar(100)  not null,
  made_at    timestamptz   not null,
  constraint production_soil_recipe_tid_uq unique (tenant_id, id, member_id),
  constraint production_soil_recipe_no_uq unique (tenant_id, no),
  constraint production_soil_recipe_sample_fk foreign key (tenant_id, sample_id, plot_id, member_id) references production_soil_sample (tenant_id, id, plot_id, member_id),
  constraint production_soil_recipe_edition_fk foreign key (tenant_id, edition_id, crop) references production_soil_edition (tenant_id, id, crop),
  constraint production_soil_recipe_target_ck check (target_kg_mu > 0 and area_mu > 0)
);
comment on table production_soil_recipe is '施肥配方：一份检测确认的土样、一种作物、一个目标亩产，按当时有效的参数版本；写下后不改';
create index production_soil_recipe_member_ix on production_soil_recipe (tenant_id, member_id, made_at);
create index production_soil_recipe_sample_ix on production_soil_recipe (tenant_id, sample_id);
select jf_protect('production_soil_recipe');
revoke update, delete on production_soil_recipe from ${app_role};

create table production_soil_need (
  tenant_id varchar(12)   not null,
  recipe_id uuid          not null,
  member_id uuid          not null,
  nutrient  varchar(1)    not null,
  uptake_kg numeric(12,4) not null,
  soil_kg   numeric(12,4) not null,
  use_percent numeric(5,2) not null,
  need_kg   numeric(12,2)  not null,
  constraint production_soil_need_pk primary key (tenant_id, recipe_id, nutrient),
  constraint production_soil_need_recipe_fk foreign key (tenant_id, recipe_id, member_id) references production_soil_recipe (tenant_id, id, member_id),
  constraint production_soil_need_nutrient_ck check (nutrient in ('N','P','K')),
  constraint production_soil_need_sum_ck check (need_kg = round(greatest(uptake_kg - soil_kg, 0) * 100 / use_percent, 2))
);
comment on table production_soil_need is '每亩要补的养分，千克：吸收量减土壤供给，除以当季利用率';
select jf_protect('production_soil_need');
revoke update, delete on production_soil_need from ${app_role};

create table production_soil_recipe_line (
  tenant_id varchar(12)   not null,
  recipe_id uuid          not null,
  member_id uuid          not null,
  line_no   integer       not null,
  input_id  uuid          not null,
  kg_mu     numeric(9,1)  not null,
  quantity  numeric(18,6) not null,
  constraint production_soil_recipe_line_pk primary key (tenant_id, recipe_id, line_no),
  constraint production_soil_recipe_line_recipe_fk foreign key (tenant_id, recipe_id, member_id) references production_soil_recipe (tenant_id, id, member_id),
  constraint production_soil_recipe_line_input_fk foreign key (tenant_id, input_id) references production_fertiliser (tenant_id, input_id),
  constraint production_soil_recipe_line_kg_ck check (kg_mu > 0 and kg_mu <= 1000 and quantity > 0)
);
comment on table production_soil_recipe_line is '配方里的肥料：kg_mu 每亩千克；quantity 整块地的量，基本单位（克）';
select jf_protect('production_soil_recipe_line');
revoke update, delete on production_soil_recipe_line from ${app_role};

-- A planting goes by the edition that was in force when it was put down, or by none.

alter table production_planting
  add column standard_id uuid,
  add constraint production_planting_standard_fk foreign key (tenant_id, standard_id, crop)
    references production_crop_standard (tenant_id, id, crop);
comment on column production_planting.standard_id is '按哪一版作物标准种（作物必须相同）；空为不按标准';
create index production_planting_standard_ix on production_planting (tenant_id, standard_id) where standard_id is not null;

alter table production_input_use
  add column off_standard varchar(20)[] not null default '{}',
  add constraint production_input_use_off_standard_ck check
    (off_standard <@ array['STAGE_DOSE','STAGE_TIMES','SEASON_DOSE','SEASON_TIMES']::varchar[]);
comment on column production_input_use.off_standard is '超出作物标准之处：只记录、只提示，不代替标签规定，也不影响可采日';
create index production_input_use_off_standard_ix on production_input_use (tenant_id, on_day) where off_standard <> '{}';

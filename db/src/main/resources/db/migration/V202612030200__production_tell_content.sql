-- What statistics and warnings read: how much active substance an input holds, and the few rows that stand out.

alter table production_agri_input
  add column active_content numeric(9,3),
  add constraint production_agri_input_content_ck check (active_content is null or (kind = 'PESTICIDE' and active_content > 0
    and (unit = 'G' and active_content <= 100 or unit = 'ML' and active_content <= 2000)));
comment on column production_agri_input.active_content is '有效成分含量，按标签：以克计的为质量百分数，以毫升计的为克/升；空为没有登记，统计时单列，不折算';

create index production_input_use_day_ix on production_input_use (tenant_id, on_day, id);
create index production_input_use_barred_ix on production_input_use (tenant_id, planting_id) where standing in ('BLOCKED', 'UPHELD');
-- written as a case: coalesce is not known to keep secrets, and no index would be used for it under row-level security
create index production_input_use_safe_ix on production_input_use
  (tenant_id, (case when decided_safe_on is not null then decided_safe_on else safe_on end)) where standing <> 'VOID';
create index production_harvest_lot_problem_ix on production_harvest_lot (tenant_id, planting_id) where status = 'PROBLEM';
create index production_planting_season_ix on production_planting (tenant_id, season_year, season_part);

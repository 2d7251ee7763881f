-- The lists of plantings, work and pickings at the size of a county: read from the latest day back, the few rows
-- that are out of the ordinary by themselves, and what is added up for a season without looking at the whole row.
create index production_planting_sown_ix on production_planting (tenant_id, sown_on, no);
create index production_operation_day_ix on production_operation (tenant_id, on_day, id);
create index production_operation_not_done_ix on production_operation (tenant_id, on_day, id) where state <> 'DONE';
create index production_operation_input_ix on production_operation (tenant_id, input_id, on_day, id) where input_id is not null;
create index production_harvest_lot_day_ix on production_harvest_lot (tenant_id, picked_on, no);
create index production_input_use_found_ix on production_input_use (tenant_id, on_day, id) where findings <> '{}';
drop index production_harvest_lot_planting_ix;
create index production_harvest_lot_planting_ix on production_harvest_lot (tenant_id, planting_id, picked_on)
  include (weight_kg, status);
drop index production_input_use_planting_ix;
create index production_input_use_planting_ix on production_input_use (tenant_id, planting_id, on_day)
  include (input_id, quantity, standing, safe_on, decided_safe_on);

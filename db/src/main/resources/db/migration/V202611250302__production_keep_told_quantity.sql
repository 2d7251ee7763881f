-- What the farm said in its own words (3 buckets of 20 g) beside what it amounts to, and work that is only planned.

alter table production_operation
  add column told_count numeric(12,3),
  add column told_unit  varchar(12),
  add column told_each  numeric(18,6),
  add constraint production_operation_told_ck check ((told_count is null) = (told_unit is null) and (told_count is null or told_count > 0)
    and (told_each is null or (told_each > 0 and told_unit is not null)) and (told_unit is null or quantity is not null)),
  drop constraint production_operation_future_ck,
  drop constraint production_operation_state_ck,
  add constraint production_operation_state_ck check (state in ('PLANNED','DONE','VOID') and (state = 'VOID') = (void_reason is not null)),
  add constraint production_operation_future_ck check (state <> 'DONE' or on_day <= ((recorded_at at time zone 'Asia/Shanghai')::date));
comment on column production_operation.told_count is '会员原话：几桶、几瓶、几包；told_unit 单位，told_each 每个多少（基本单位）；quantity 为折合数';

alter table production_harvest_lot
  add column told_count numeric(12,3),
  add column told_unit  varchar(12),
  add column told_each  numeric(18,6),
  add constraint production_harvest_lot_told_ck check ((told_count is null) = (told_unit is null) and (told_count is null or told_count > 0)
    and (told_each is null or (told_each > 0 and told_unit is not null)));
comment on column production_harvest_lot.told_count is '会员原话：几斤、几筐；told_each 每筐多少克；weight_kg 为折合数';

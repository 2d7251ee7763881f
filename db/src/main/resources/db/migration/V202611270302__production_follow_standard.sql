-- A rule may take its limits from the standard of the planting that stands there: they change with the stage.

alter table production_alarm_rule
  add column margin double precision,
  drop constraint production_alarm_rule_comparison_ck,
  drop constraint production_alarm_rule_high_ck,
  drop constraint production_alarm_rule_low_ck,
  add constraint production_alarm_rule_comparison_ck check (comparison in ('ABOVE','BELOW','OUTSIDE','STANDARD')),
  add constraint production_alarm_rule_high_ck check ((comparison in ('BELOW','STANDARD')) = (raise_high is null) and (raise_high is null) = (clear_high is null)),
  add constraint production_alarm_rule_low_ck check ((comparison in ('ABOVE','STANDARD')) = (raise_low is null) and (raise_low is null) = (clear_low is null)),
  add constraint production_alarm_rule_margin_ck check ((comparison = 'STANDARD') = (margin is not null) and (margin is null or margin >= 0));
comment on column production_alarm_rule.margin is '随标准的规则：回到范围内多少才算解除；上下限取地块上批次所处阶段的适宜范围';
alter table production_alarm
  add column limit_low double precision,
  add column limit_high double precision;
comment on column production_alarm.limit_low is '告警那一刻的下限；随标准的规则取自当时所处的阶段';
comment on column production_alarm.limit_high is '告警那一刻的上限';

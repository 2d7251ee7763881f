-- What a limit may be is told by what it is about, as the form says too; and a survey is no younger than its entry.
alter table production_weather_rule
  drop constraint production_weather_rule_bound_ck,
  add constraint production_weather_rule_bound_ck check ((measure = 'WARNING') = (bound is null)
    and (measure = 'WARNING') = (warning is not null)
    and case measure when 'RAIN' then bound > 0 and bound <= 2000 when 'WIND' then bound > 0 and bound <= 90
        else bound is null or bound between -60 and 60 end);
alter table credit_earlier_figure
  add constraint credit_earlier_figure_year_ck check (source_year <= extract(year from proposed_at at time zone 'Asia/Shanghai'));

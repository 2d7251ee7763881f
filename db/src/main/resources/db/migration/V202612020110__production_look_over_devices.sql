-- What the overview of all devices asks every few seconds: the hours of one day of all series.

create index production_rollup_hour_bucket_ix on production_rollup_hour using brin (bucket) with (pages_per_range = 16);

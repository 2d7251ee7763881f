-- The days on which the country works although it is a weekend, or rests although it is not.
-- One calendar for every deadline of the platform, so without a tenant and without a policy.
create table platform_working_day (
  day          date         not null constraint platform_working_day_pk primary key,
  working      boolean      not null,
  name         varchar(20)  not null,
  source       varchar(200) not null,
  entered_by   uuid,
  confirmed_by uuid,
  constraint platform_working_day_two_people_ck check (entered_by is distinct from confirmed_by or entered_by is null)
);
comment on table platform_working_day is '放假与调休：国务院办公厅每年的通知，一年一录，一人录入一人复核；没有录入的年份只按周末算';
comment on column platform_working_day.working is '真：周末上班（调休）；假：放假';

insert into platform_working_day (day, working, name, source)
select day::date, false, name, '国务院办公厅关于2025年部分节假日安排的通知（国办发明电〔2024〕12号，2024-11-12）'
from (values
  ('元旦', date '2025-01-01', date '2025-01-01'),
  ('春节', date '2025-01-28', date '2025-02-04'),
  ('清明节', date '2025-04-04', date '2025-04-06'),
  ('劳动节', date '2025-05-01', date '2025-05-05'),
  ('端午节', date '2025-05-31', date '2025-06-02'),
  ('国庆节、中秋节', date '2025-10-01', date '2025-10-08')) as holiday (name, first, last),
  generate_series(first, last, interval '1 day') as day;
insert into platform_working_day (day, working, name, source)
select day, true, name, '国务院办公厅关于2025年部分节假日安排的通知（国办发明电〔2024〕12号，2024-11-12）'
from (values
  ('春节调休', date '2025-01-26'), ('春节调休', date '2025-02-08'), ('劳动节调休', date '2025-04-27'),
  ('国庆节调休', date '2025-09-28'), ('国庆节调休', date '2025-10-11')) as shifted (name, day);

insert into platform_working_day (day, working, name, source)
select day::date, false, name, '国务院办公厅关于2026年部分节假日安排的通知（2025-11-04，新华社）'
from (values
  ('元旦', date '2026-01-01', date '2026-01-03'),
  ('春节', date '2026-02-15', date '2026-02-23'),
  ('清明节', date '2026-04-04', date '2026-04-06'),
  ('劳动节', date '2026-05-01', date '2026-05-05'),
  ('端午节', date '2026-06-19', date '2026-06-21'),
  ('中秋节', date '2026-09-25', date '2026-09-27'),
  ('国庆节', date '2026-10-01', date '2026-10-07')) as holiday (name, first, last),
  generate_series(first, last, interval '1 day') as day;
insert into platform_working_day (day, working, name, source)
select day, true, name, '国务院办公厅关于2026年部分节假日安排的通知（2025-11-04，新华社）'
from (values
  ('元旦调休', date '2026-01-04'), ('春节调休', date '2026-02-14'), ('春节调休', date '2026-02-28'),
  ('劳动节调休', date '2026-05-09'), ('国庆节调休', date '2026-09-20'), ('国庆节调休', date '2026-10-10')) as shifted (name, day);

-- What one person has entered and another has not confirmed yet; deadlines do not see it.
create table platform_working_day_draft (
  day          date         not null constraint platform_working_day_draft_pk primary key,
  working      boolean,
  name         varchar(20)  not null,
  source       varchar(200) not null,
  entered_by   uuid         not null,
  entered_name varchar(60)  not null,
  entered_at   timestamptz  not null,
  constraint platform_working_day_draft_weekend_ck check (working is not true or extract(isodow from day) >= 6)
);
comment on table platform_working_day_draft is '放假与调休的录入稿，由另一人复核后生效';
comment on column platform_working_day_draft.working is '真：周末上班；假：放假；空：取消这一天原来的安排';
comment on column platform_working_day.source is '依据的通知。2025 年各日已按新华社 2024-11-12 播发的通知全文的转载逐日核对，没有直接取自中国政府网';
alter table platform_working_day add column confirmed_at timestamptz;
alter table platform_working_day add constraint platform_working_day_weekend_ck
  check (not working or extract(isodow from day) >= 6);

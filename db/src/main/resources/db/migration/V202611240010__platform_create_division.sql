-- Administrative divisions: reference data of the whole platform, so without a tenant and without a policy.
-- The rows come with R__platform_load_divisions.sql, which runs again whenever the list changes.
create table platform_division (
  code        varchar(12) not null constraint platform_division_pk primary key,
  name        varchar(60) not null,
  level       varchar(10) not null,
  parent_code varchar(12) constraint platform_division_parent_fk references platform_division (code),
  retired     boolean     not null default false,
  constraint platform_division_code_ck check (code ~ '^[0-9]+$'),
  constraint platform_division_level_ck check (level = case length(code)
    when 2 then 'PROVINCE' when 4 then 'PREFECTURE' when 6 then 'COUNTY' when 9 then 'TOWNSHIP' when 12 then 'VILLAGE' end),
  constraint platform_division_parent_ck check (parent_code is not distinct from case length(code)
    when 4 then left(code, 2) when 6 then left(code, 4) when 9 then left(code, 6) when 12 then left(code, 9) end)
);
comment on table platform_division is '行政区划（省、市、县、乡镇、村），代码去掉末尾的零；全平台共用，不分租户';
comment on column platform_division.retired is '已撤并：不再供选择，旧记录仍能显示名称';
create index platform_division_parent_ix on platform_division (parent_code, code);
revoke insert, update, delete on platform_division from ${app_role};

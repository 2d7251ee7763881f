-- A member whose rating is suspended draws nothing new from its sub-limit; what is promised or owed stays.
alter table credit_facility drop constraint credit_facility_status_ck;
alter table credit_facility add constraint credit_facility_status_ck
  check (status in ('PROPOSED', 'ACTIVE', 'FROZEN', 'REFUSED') and (kind = 'UMBRELLA' or status in ('ACTIVE', 'FROZEN')));
comment on column credit_facility.status is '总额度：待确认 PROPOSED、有效 ACTIVE、冻结未用部分 FROZEN、未通过 REFUSED；子额度有效，评级暂停时冻结未用部分';

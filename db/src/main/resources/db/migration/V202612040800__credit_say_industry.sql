alter table credit_application
  add column industry varchar(3),
  add constraint credit_application_industry_ck check (industry in ('A01', 'A02', 'A03', 'A04', 'A05'));
comment on column credit_application.industry is '贷款投向行业：GB/T 4754-2017 农、林、牧、渔业各大类；农户未说明则为空';

-- Twenty complaints a day from one address are counted by the database too: each has its place of the day.
alter table trace_code_complaint add column nth smallint;
alter table trace_code_complaint disable trigger user;
update trace_code_complaint c set nth = least(n.place, 20)
  from (select id, row_number() over (partition by tenant_id, visitor, on_day order by at, id) as place
          from trace_code_complaint) n
 where n.id = c.id;
alter table trace_code_complaint enable trigger user;
alter table trace_code_complaint
  alter column nth set not null,
  add constraint trace_code_complaint_daily_ck check (nth between 1 and 20),
  add constraint trace_code_complaint_nth_uq unique (tenant_id, visitor, on_day, nth);
comment on column trace_code_complaint.nth is '同一来访地址当天的第几件，最多二十件';

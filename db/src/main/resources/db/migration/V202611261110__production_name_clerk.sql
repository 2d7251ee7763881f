-- 窗口代录：农户不会用手机时，工作人员替他登记地块，写明是谁录的。

alter table production_plot
  add column entered_for_by varchar(60),
  add constraint production_plot_entered_for_ck check (entered_for_by is null or length(trim(entered_for_by)) > 0);
comment on column production_plot.entered_for_by is '代录的工作人员姓名；空表示农户自己登记';

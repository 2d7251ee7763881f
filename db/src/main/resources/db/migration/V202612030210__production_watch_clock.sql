-- How far the clocks of devices are off, as their live messages tell; and where a camera looks.

create table production_clock_offset (
  tenant_id varchar(12) not null constraint production_clock_offset_tenant_fk references platform_tenant (code),
  device_id uuid        not null,
  day       date        not null,
  step      smallint    not null,
  n         bigint      not null,
  low_ms    bigint      not null,
  high_ms   bigint      not null,
  constraint production_clock_offset_pk primary key (tenant_id, device_id, day, step),
  constraint production_clock_offset_device_fk foreign key (tenant_id, device_id) references production_device (tenant_id, id),
  constraint production_clock_offset_step_ck check (step between -12 and 12),
  constraint production_clock_offset_n_ck check (n > 0 and low_ms <= high_ms)
);
comment on table production_clock_offset is '设备时钟与平台的差，毫秒（到达时间减设备所报时间，正数为设备慢）：只计实时上报，不计补传；step 为按大小分的档，正负对称，n 为条数，low_ms、high_ms 为该档内最小最大';
create index production_clock_offset_day_ix on production_clock_offset (tenant_id, day);
select jf_protect('production_clock_offset');

create table production_video (
  id        uuid         not null constraint production_video_pk primary key,
  tenant_id varchar(12)  not null constraint production_video_tenant_fk references platform_tenant (code),
  member_id uuid         not null,
  device_id uuid,
  plot_id   uuid,
  title     varchar(40)  not null,
  address   varchar(500) not null,
  added_by  uuid         not null,
  by_name   varchar(60)  not null,
  added_at  timestamptz  not null,
  constraint production_video_device_fk foreign key (tenant_id, device_id) references production_device (tenant_id, id),
  constraint production_video_plot_fk foreign key (tenant_id, plot_id, member_id) references production_plot (tenant_id, id, member_id),
  constraint production_video_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint production_video_about_ck check ((device_id is null) <> (plot_id is null)),
  constraint production_video_title_ck check (btrim(title) <> ''),
  constraint production_video_address_ck check (address ~ '^https://[^/?#@[:space:]]+([/?#][^[:space:]]*)?$'),
  constraint production_video_secret_ck check (address !~* '[?&;#](access_?token|token|accesskey|access_key|auth|authorization|credential|jwt|key|passwd|password|pass|pwd|secret|session|sessionid|sig|sign|signature|user|username)=')
);
comment on table production_video is '视频地址：属于一台设备或一块地；只收 https，地址里不得带账号口令；在新窗口打开，平台不嵌入、不转发、不保存画面';
create index production_video_device_ix on production_video (tenant_id, device_id);
create index production_video_plot_ix on production_video (tenant_id, plot_id);
create index production_video_member_ix on production_video (tenant_id, member_id);
select jf_protect('production_video');

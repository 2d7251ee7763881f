create table platform_message (
  id          bigint generated always as identity constraint platform_message_pk primary key,
  tenant_id   varchar(12)  not null constraint platform_message_tenant_fk references platform_tenant (code),
  at          timestamptz  not null default clock_timestamp(),
  key_id      uuid         not null,
  to_sealed   varchar(400) not null,
  to_index    varchar(64)  not null,
  to_masked   varchar(20)  not null,
  template    varchar(80)  not null,
  text_sealed varchar(2000) not null,
  adapter     varchar(20)  not null,
  state       varchar(10)  not null,
  settled_at  timestamptz,
  constraint platform_message_state_ck check (state in ('PENDING', 'SENT', 'FAILED', 'OFF'))
);
comment on table platform_message is '短信等消息：号码与内容加密保存，列表只显示掩码';
create index platform_message_number_ix on platform_message (tenant_id, to_index, at);
create index platform_message_at_ix on platform_message (tenant_id, at);
select jf_protect('platform_message');

-- Whoever has a package at home may leave his number, to be warned when its lot is called back; for that alone, and not for long.
create table trace_recall_watch (
  id            uuid         not null constraint trace_recall_watch_pk primary key,
  tenant_id     varchar(12)  not null constraint trace_recall_watch_tenant_fk references platform_tenant (code),
  reference     varchar(12)  not null constraint trace_recall_watch_reference_uq unique,
  lot_id        uuid         not null,
  mobile_sealed varchar(400) not null,
  mobile_index  varchar(64)  not null,
  link          varchar(200) not null,
  code_hash     varchar(64),
  attempts      int          not null default 0,
  visitor       varchar(64)  not null,
  on_day        date         not null,
  asked_at      timestamptz  not null default clock_timestamp(),
  confirmed_at  timestamptz,
  until_on      date         not null,
  try_at        timestamptz  not null,
  warned_at     timestamptz,
  recall_id     uuid,
  constraint trace_recall_watch_tid_uq unique (tenant_id, id),
  constraint trace_recall_watch_lot_fk foreign key (tenant_id, lot_id) references trace_lot (tenant_id, id),
  constraint trace_recall_watch_recall_fk foreign key (tenant_id, recall_id) references trace_recall (tenant_id, id),
  constraint trace_recall_watch_attempts_ck check (attempts between 0 and 5),
  constraint trace_recall_watch_code_ck check ((code_hash is null) = (confirmed_at is not null)),
  constraint trace_recall_watch_until_ck check (until_on between on_day and on_day + 365),
  constraint trace_recall_watch_warned_ck check (warned_at is null or confirmed_at is not null),
  constraint trace_recall_watch_recall_ck check (recall_id is null or warned_at is not null)
);
comment on table trace_recall_watch is '召回提醒：消费者为一批货留的手机号，加密保存，验证码确认后才有效，只用于这批货召回时的短信，本人随时可删，到期即删';
comment on column trace_recall_watch.link is '留号时的网址，短信里用：看情况、删号码';
create unique index trace_recall_watch_once_uq on trace_recall_watch (tenant_id, lot_id, mobile_index) where confirmed_at is not null;
create index trace_recall_watch_lot_ix on trace_recall_watch (tenant_id, lot_id);
create index trace_recall_watch_due_ix on trace_recall_watch (tenant_id, try_at) where confirmed_at is not null and warned_at is null;
create index trace_recall_watch_recall_ix on trace_recall_watch (tenant_id, recall_id) where recall_id is not null;
create index trace_recall_watch_mobile_ix on trace_recall_watch (tenant_id, mobile_index, on_day);
create index trace_recall_watch_visitor_ix on trace_recall_watch (tenant_id, visitor, on_day);
select jf_protect('trace_recall_watch');

-- Whose a reference is; the visitor has no tenant.
create function trace_watch_home(p_reference varchar) returns varchar
language sql stable security definer set search_path = public, pg_temp as $$
  select tenant_id from trace_recall_watch where reference = p_reference
$$;
comment on function trace_watch_home is '凭留号时的编号找到是哪个农合联的';
revoke execute on function trace_watch_home from public;
grant execute on function trace_watch_home to ${app_role};

alter table trace_recall
  add column warned int not null default 0,
  add constraint trace_recall_warned_ck check (warned >= 0 and (warned = 0 or not drill));
comment on column trace_recall.warned is '用短信提醒到的消费者人数；号码删除后人数仍在；演练不发';

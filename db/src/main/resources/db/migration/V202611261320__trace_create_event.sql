-- Events as EPCIS 2.0 has them: the document as it was captured, in canonical form, beside narrow columns and tables to
-- find it by. Nothing is changed or deleted: what was wrong is declared wrong by another event.
create table trace_event (
  id                bigint generated always as identity constraint trace_event_pk primary key,
  tenant_id         varchar(12)  not null constraint trace_event_tenant_fk references platform_tenant (code),
  owner             varchar(80)  not null,
  event_id          varchar(300) not null,
  hash_id           varchar(120) not null,
  event_type        varchar(20)  not null,
  action            varchar(8),
  biz_step          varchar(200),
  disposition       varchar(200),
  event_time        timestamptz  not null,
  record_time       timestamptz  not null,
  read_point        varchar(300),
  biz_location      varchar(300),
  transformation_id varchar(300),
  error_at          timestamptz,
  doc               jsonb        not null,
  constraint trace_event_tenant_id_uq unique (tenant_id, id),
  constraint trace_event_id_uq unique nulls not distinct (tenant_id, owner, event_id, error_at),
  constraint trace_event_type_ck check (event_type in ('ObjectEvent', 'AggregationEvent', 'TransactionEvent', 'TransformationEvent', 'AssociationEvent')),
  constraint trace_event_action_ck check ((event_type = 'TransformationEvent') = (action is null) and (action is null or action in ('ADD', 'OBSERVE', 'DELETE')))
);
comment on table trace_event is '追溯事件（EPCIS 2.0）：只增不改；owner 为 jinfu 或采集方客户端编号，各看各的；同编号同内容合并';
comment on column trace_event.hash_id is '按 CBV 2.0 规则算出的事件哈希';
comment on column trace_event.error_at is '声明有误的时间，普通事件为空';
create index trace_event_time_ix on trace_event (tenant_id, owner, event_time, id);
create index trace_event_record_ix on trace_event (tenant_id, owner, record_time, id);
create index trace_event_step_ix on trace_event (tenant_id, biz_step, event_time);
create index trace_event_hash_ix on trace_event (tenant_id, hash_id);
select jf_protect('trace_event');
revoke update, delete on trace_event from ${app_role};

create table trace_event_epc (
  tenant_id varchar(12)  not null constraint trace_event_epc_tenant_fk references platform_tenant (code),
  event_pk  bigint       not null,
  role      varchar(8)   not null,
  is_class  boolean      not null,
  epc       varchar(300) not null,
  qty       numeric(18,6),
  uom       varchar(8),
  constraint trace_event_epc_event_fk foreign key (tenant_id, event_pk) references trace_event (tenant_id, id),
  constraint trace_event_epc_role_ck check (role in ('EPC', 'PARENT', 'CHILD', 'INPUT', 'OUTPUT'))
);
comment on table trace_event_epc is '事件里的物品：role 为直接、上层、下层、投入、产出；is_class 为批次或品类';
create index trace_event_epc_epc_ix on trace_event_epc (tenant_id, epc, event_pk);
create index trace_event_epc_event_ix on trace_event_epc (tenant_id, event_pk);
select jf_protect('trace_event_epc');
revoke update, delete on trace_event_epc from ${app_role};

create table trace_event_ref (
  tenant_id varchar(12)  not null constraint trace_event_ref_tenant_fk references platform_tenant (code),
  event_pk  bigint       not null,
  kind      varchar(12)  not null,
  type      varchar(200) not null,
  value     varchar(300) not null,
  constraint trace_event_ref_event_fk foreign key (tenant_id, event_pk) references trace_event (tenant_id, id),
  constraint trace_event_ref_kind_ck check (kind in ('TRANSACTION', 'SOURCE', 'DESTINATION', 'CORRECTIVE'))
);
comment on table trace_event_ref is '事件里的单据、来源、去向和更正事件';
create index trace_event_ref_value_ix on trace_event_ref (tenant_id, value, event_pk);
create index trace_event_ref_event_ix on trace_event_ref (tenant_id, event_pk);
select jf_protect('trace_event_ref');
revoke update, delete on trace_event_ref from ${app_role};

create table trace_capture_job (
  id          uuid        not null constraint trace_capture_job_pk primary key,
  tenant_id   varchar(12) not null constraint trace_capture_job_tenant_fk references platform_tenant (code),
  owner       varchar(80) not null,
  created_at  timestamptz not null,
  finished_at timestamptz not null,
  success     boolean     not null,
  behaviour   varchar(8)  not null,
  events      int         not null,
  stored      int         not null,
  errors      jsonb       not null,
  constraint trace_capture_job_tenant_id_uq unique (tenant_id, id),
  constraint trace_capture_job_behaviour_ck check (behaviour in ('rollback', 'proceed')),
  constraint trace_capture_job_stored_ck check (stored between 0 and events)
);
comment on table trace_capture_job is '事件采集任务：整批回退或跳过错的，逐条记错';
create index trace_capture_job_owner_ix on trace_capture_job (tenant_id, owner, created_at, id);
select jf_protect('trace_capture_job');
revoke update, delete on trace_capture_job from ${app_role};

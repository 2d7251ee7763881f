-- A farm without a printer has its labels printed at an outlet and fetches them with a code.
create sequence jf_number_print_job;

create table trace_print_job (
  id          uuid        not null constraint trace_print_job_pk primary key,
  tenant_id   varchar(12) not null constraint trace_print_job_tenant_fk references platform_tenant (code),
  version     bigint      not null,
  number      varchar(20) not null,
  batch_id    uuid        not null,
  member_id   uuid        not null,
  outlet_id   uuid        not null,
  paper       varchar(4)  not null,
  status      varchar(9)  not null,
  pick_code   varchar(6)  not null,
  wrong_codes int         not null,
  asked_at    timestamptz not null,
  ready_at    timestamptz,
  ready_name  varchar(60),
  handed_at   timestamptz,
  handed_name varchar(60),
  ended_why   varchar(300),
  constraint trace_print_job_tid_uq unique (tenant_id, id),
  constraint trace_print_job_number_uq unique (tenant_id, number),
  constraint trace_print_job_batch_fk foreign key (tenant_id, batch_id) references trace_label_batch (tenant_id, id),
  constraint trace_print_job_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint trace_print_job_outlet_fk foreign key (tenant_id, outlet_id) references supply_outlet (tenant_id, id),
  constraint trace_print_job_paper_ck check (paper in ('A4', 'ROLL')),
  constraint trace_print_job_status_ck check (status in ('ASKED', 'READY', 'HANDED', 'CANCELLED')),
  constraint trace_print_job_code_ck check (pick_code ~ '^[0-9]{6}$' and wrong_codes between 0 and 5),
  constraint trace_print_job_ready_ck check ((ready_at is null) = (ready_name is null)
    and (status not in ('READY', 'HANDED') or ready_at is not null) and (status <> 'ASKED' or ready_at is null)),
  constraint trace_print_job_handed_ck check ((status = 'HANDED') = (handed_at is not null) and (handed_at is null) = (handed_name is null)),
  constraint trace_print_job_ended_ck check ((status = 'CANCELLED') = (ended_why is not null))
);
comment on table trace_print_job is '代打标签：主体选网点和纸，网点打好后通知，凭取件码领取；取件码网点看不到，输错五次作废重来';
create unique index trace_print_job_open_uq on trace_print_job (tenant_id, batch_id) where status in ('ASKED', 'READY');
create index trace_print_job_outlet_ix on trace_print_job (tenant_id, outlet_id, asked_at desc, id desc);
select jf_protect('trace_print_job');
revoke delete on trace_print_job from ${app_role};

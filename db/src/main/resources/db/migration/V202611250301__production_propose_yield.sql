-- A yield standard bounds every label of a crop: one person proposes it, another confirms it.

create table production_yield_proposal (
  id          uuid          not null constraint production_yield_proposal_pk primary key,
  tenant_id   varchar(12)   not null constraint production_yield_proposal_tenant_fk references platform_tenant (code),
  version     bigint        not null,
  crop        varchar(30)   not null constraint production_yield_proposal_crop_fk references production_crop (code),
  plot_kind   varchar(16)   not null,
  kg_per_mu   numeric(12,3) not null,
  valid_from  date          not null,
  decided_by  varchar(100)  not null,
  demo        boolean       not null default false,
  state       varchar(12)   not null,
  proposed_by uuid          not null,
  proposed_at timestamptz   not null,
  by_name     varchar(60)   not null,
  closed_by   uuid,
  closed_at   timestamptz,
  constraint production_yield_proposal_tid_uq unique (tenant_id, id),
  constraint production_yield_proposal_kind_ck check (plot_kind in ('OPEN_FIELD','GREENHOUSE','ORCHARD','WATER','MUSHROOM_HOUSE')),
  constraint production_yield_proposal_yield_ck check (kg_per_mu > 0),
  constraint production_yield_proposal_state_ck check (state in ('PROPOSED','CONFIRMED','DECLINED')),
  constraint production_yield_proposal_closed_ck check ((state = 'PROPOSED') = (closed_by is null) and (closed_by is null) = (closed_at is null)),
  constraint production_yield_proposal_four_eyes_ck check (state <> 'CONFIRMED' or closed_by <> proposed_by)
);
comment on table production_yield_proposal is '产量标准提案：一人提出，另一人确认后才成为标准；decided_by 为会议或文件';
create unique index production_yield_proposal_open_uq on production_yield_proposal (tenant_id, crop, plot_kind, valid_from) where state = 'PROPOSED';
select jf_protect('production_yield_proposal');

alter table production_yield_standard
  add column proposal_id uuid,
  add constraint production_yield_standard_proposal_uq unique (tenant_id, proposal_id),
  add constraint production_yield_standard_proposal_fk foreign key (tenant_id, proposal_id) references production_yield_proposal (tenant_id, id);
comment on column production_yield_standard.proposal_id is '由哪个提案确认而来';

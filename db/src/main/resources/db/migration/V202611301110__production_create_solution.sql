-- 方案: what a team of experts writes down for a farm, a township or the county; its editions, who goes by it, with which work.

create sequence jf_number_solution;

create table production_solution (
  id         uuid          not null constraint production_solution_pk primary key,
  tenant_id  varchar(12)   not null constraint production_solution_tenant_fk references platform_tenant (code),
  version    bigint        not null,
  no         varchar(20)   not null,
  team_id    uuid          not null,
  doctor_id  uuid          not null,
  request_id uuid,
  crop       varchar(30)   not null constraint production_solution_crop_fk references production_crop (code),
  audience   varchar(10)   not null,
  member_id  uuid,
  division   varchar(12),
  title      varchar(80)   not null,
  problem    varchar(1000) not null,
  steps      varchar(4000) not null,
  note       varchar(200),
  state      varchar(10)   not null,
  edition    integer       not null,
  written_at timestamptz   not null,
  changed_at timestamptz   not null,
  constraint production_solution_tid_uq unique (tenant_id, id),
  constraint production_solution_no_uq unique (tenant_id, no),
  constraint production_solution_author_fk foreign key (tenant_id, team_id, doctor_id) references production_expert (tenant_id, team_id, doctor_id),
  constraint production_solution_request_fk foreign key (tenant_id, request_id) references production_expert_request (tenant_id, id),
  constraint production_solution_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint production_solution_state_ck check (state in ('DRAFT','SENT','CHANGING','WITHDRAWN')),
  constraint production_solution_edition_ck check (edition >= 0 and (state <> 'DRAFT' or edition = 0) and (state not in ('SENT','CHANGING') or edition > 0)),
  constraint production_solution_audience_ck check (
    (audience = 'MEMBER' and member_id is not null and division is not null)
    or (audience = 'TOWNSHIP' and member_id is null and length(division) = 9)
    or (audience = 'COUNTY' and member_id is null and division is null)),
  constraint production_solution_request_ck check (request_id is null or audience = 'MEMBER')
);
comment on table production_solution is '专家方案：audience 写给一家农户、一个乡镇或全县；title、problem、steps 是正在写的稿，note 是这一版改了什么；edition 是最近发出的版次，0 为没发过';
create index production_solution_written_ix on production_solution (tenant_id, written_at, id);
create index production_solution_member_ix on production_solution (tenant_id, member_id) where member_id is not null;
select jf_protect('production_solution');
revoke delete on production_solution from ${app_role};

create table production_solution_edition (
  tenant_id   varchar(12)   not null,
  solution_id uuid          not null,
  edition     integer       not null,
  title       varchar(80)   not null,
  problem     varchar(1000) not null,
  steps       varchar(4000) not null,
  note        varchar(200),
  sent_at     timestamptz   not null,
  sent_by     uuid          not null,
  by_name     varchar(60)   not null,
  constraint production_solution_edition_pk primary key (tenant_id, solution_id, edition),
  constraint production_solution_edition_solution_fk foreign key (tenant_id, solution_id) references production_solution (tenant_id, id),
  constraint production_solution_edition_first_ck check (edition >= 1),
  constraint production_solution_edition_note_ck check ((edition = 1) = (note is null))
);
comment on table production_solution_edition is '发出的各版，发出后不再改；第二版起写明改了什么';
select jf_protect('production_solution_edition');
revoke update, delete on production_solution_edition from ${app_role};

create table production_solution_adoption (
  id          uuid        not null constraint production_solution_adoption_pk primary key,
  tenant_id   varchar(12) not null,
  solution_id uuid        not null,
  edition     integer     not null,
  member_id   uuid        not null,
  planting_id uuid        not null,
  adopted_on  date        not null,
  adopted_at  timestamptz not null,
  adopted_by  uuid        not null,
  by_name     varchar(60) not null,
  outcome     varchar(10),
  remark      varchar(200),
  told_at     timestamptz,
  constraint production_solution_adoption_tid_uq unique (tenant_id, id, planting_id),
  constraint production_solution_adoption_once_uq unique (tenant_id, solution_id, planting_id),
  constraint production_solution_adoption_edition_fk foreign key (tenant_id, solution_id, edition) references production_solution_edition (tenant_id, solution_id, edition),
  constraint production_solution_adoption_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint production_solution_adoption_planting_fk foreign key (tenant_id, planting_id) references production_planting (tenant_id, id),
  constraint production_solution_adoption_outcome_ck check (outcome in ('HELPED','PARTLY','NOT_HELPED') and told_at is not null
    or outcome is null and told_at is null and remark is null)
);
comment on table production_solution_adoption is '农户在某块地上照方案做；edition 照的是哪一版，outcome 农户说的效果';
create index production_solution_adoption_member_ix on production_solution_adoption (tenant_id, member_id, solution_id);
select jf_protect('production_solution_adoption');
revoke delete on production_solution_adoption from ${app_role};

-- a farm goes by what is in force, on its own field, for that crop
create function production_solution_fits() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from production_solution s, production_planting p
                  where s.tenant_id = new.tenant_id and s.id = new.solution_id
                    and p.tenant_id = new.tenant_id and p.id = new.planting_id
                    and p.crop = s.crop and p.member_id = new.member_id
                    and (s.member_id is null or s.member_id = new.member_id)
                    and s.state in ('SENT','CHANGING')) then
    raise exception 'solution % is not for planting %, violates constraint "production_solution_adoption_fits_tg"', new.solution_id, new.planting_id
      using errcode = 'check_violation', constraint = 'production_solution_adoption_fits_tg', table = 'production_solution_adoption';
  end if;
  return new;
end $$;
create trigger production_solution_adoption_fits_tg before insert or update of edition on production_solution_adoption
  for each row execute function production_solution_fits();

create table production_solution_operation (
  tenant_id    varchar(12) not null,
  adoption_id  uuid        not null,
  planting_id  uuid        not null,
  operation_id uuid        not null,
  linked_at    timestamptz not null,
  constraint production_solution_operation_pk primary key (tenant_id, adoption_id, operation_id),
  constraint production_solution_operation_adoption_fk foreign key (tenant_id, adoption_id, planting_id) references production_solution_adoption (tenant_id, id, planting_id),
  constraint production_solution_operation_work_fk foreign key (tenant_id, operation_id, planting_id) references production_operation_planting (tenant_id, operation_id, planting_id)
);
comment on table production_solution_operation is '照方案做的农事：同一块地上的作业';
select jf_protect('production_solution_operation');
revoke update, delete on production_solution_operation from ${app_role};

-- 专家团队: experts by crop, what farms ask of them, what came of it.

create sequence jf_number_expert;

create table production_expert_team (
  id          uuid          not null constraint production_expert_team_pk primary key,
  tenant_id   varchar(12)   not null constraint production_expert_team_tenant_fk references platform_tenant (code),
  version     bigint        not null,
  name        varchar(60)   not null,
  federation  varchar(60)   not null,
  phone       varchar(30)   not null,
  intro       varchar(500)  not null,
  crops       varchar(30)[] not null,
  active      boolean       not null,
  demo        boolean       not null default false,
  constraint production_expert_team_tid_uq unique (tenant_id, id),
  constraint production_expert_team_name_uq unique (tenant_id, name),
  constraint production_expert_team_crops_ck check (cardinality(crops) > 0)
);
comment on table production_expert_team is '专家团队：federation 是牵头的产业农合联；crops 所服务的作物';
select jf_protect('production_expert_team');

create table production_expert (
  tenant_id varchar(12) not null,
  team_id   uuid        not null,
  doctor_id uuid        not null,
  chief     boolean     not null,
  constraint production_expert_pk primary key (tenant_id, team_id, doctor_id),
  constraint production_expert_team_fk foreign key (tenant_id, team_id) references production_expert_team (tenant_id, id),
  constraint production_expert_doctor_fk foreign key (tenant_id, doctor_id) references production_doctor (tenant_id, id)
);
comment on table production_expert is '团队成员：人是庄稼医院登记的人；chief 首席专家，一队至多一位';
create unique index production_expert_chief_uq on production_expert (tenant_id, team_id) where chief;
select jf_protect('production_expert');

create table production_expert_request (
  id         uuid         not null constraint production_expert_request_pk primary key,
  tenant_id  varchar(12)  not null,
  version    bigint       not null,
  no         varchar(20)  not null,
  member_id  uuid         not null,
  division   varchar(12)  not null,
  team_id    uuid         not null,
  kind       varchar(10)  not null,
  crop       varchar(30)  not null constraint production_expert_request_crop_fk references production_crop (code),
  question   varchar(500) not null,
  wanted_on  date,
  people     integer,
  state      varchar(10)  not null,
  asked_at   timestamptz  not null,
  asked_by   uuid         not null,
  changed_at timestamptz  not null,
  doctor_id  uuid,
  agreed_on  date,
  answer     varchar(2000),
  answered_at timestamptz,
  follow_up  varchar(1000),
  followed_at timestamptz,
  score      integer,
  remark     varchar(200),
  constraint production_expert_request_tid_uq unique (tenant_id, id),
  constraint production_expert_request_no_uq unique (tenant_id, no),
  constraint production_expert_request_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint production_expert_request_team_fk foreign key (tenant_id, team_id) references production_expert_team (tenant_id, id),
  constraint production_expert_request_doctor_fk foreign key (tenant_id, team_id, doctor_id) references production_expert (tenant_id, team_id, doctor_id),
  constraint production_expert_request_kind_ck check (kind in ('QUESTION','VISIT','TRAINING')),
  constraint production_expert_request_state_ck check (state in ('ASKED','TAKEN','ANSWERED','RATED','DECLINED','CANCELLED')),
  constraint production_expert_request_wanted_ck check ((kind = 'QUESTION') = (wanted_on is null) and (kind = 'TRAINING') = (people is not null)
    and (people is null or people between 1 and 1000)),
  constraint production_expert_request_taken_ck check (state not in ('TAKEN','ANSWERED','RATED')
    or (doctor_id is not null and (kind = 'QUESTION' or agreed_on is not null))),
  constraint production_expert_request_answer_ck check ((state in ('ANSWERED','RATED')) = (answer is not null) and (answer is null) = (answered_at is null)
    and (follow_up is null) = (followed_at is null) and (follow_up is null or answer is not null)),
  constraint production_expert_request_score_ck check ((state = 'RATED') = (score is not null) and (score is null or score between 1 and 5))
);
comment on table production_expert_request is '请专家：提问、上门、培训；wanted_on 想约的日子，agreed_on 约定的日子，people 培训人数';
create index production_expert_request_asked_ix on production_expert_request (tenant_id, asked_at, id);
create index production_expert_request_member_ix on production_expert_request (tenant_id, member_id, asked_at);
create index production_expert_request_team_ix on production_expert_request (tenant_id, team_id, asked_at);
select jf_protect('production_expert_request');
revoke delete on production_expert_request from ${app_role};

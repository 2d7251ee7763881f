-- What a farmer who cannot type says of his work: kept as it was spoken, written down by a clerk within a day.
create table production_voice_note (
  id            uuid         not null constraint production_voice_note_pk primary key,
  tenant_id     varchar(12)  not null constraint production_voice_note_tenant_fk references platform_tenant (code),
  version       bigint       not null,
  member_id     uuid         not null,
  division      varchar(12)  not null,
  client_uid    uuid         not null,
  answers_id    uuid,
  person_id     uuid         not null,
  by_name       varchar(60)  not null,
  file_id       uuid         not null,
  media_type    varchar(40)  not null,
  content_index varchar(43)  not null,
  seconds       smallint,
  state         varchar(12)  not null,
  arrived_at    timestamptz  not null,
  due_at        timestamptz  not null,
  question      varchar(200),
  operation_id  uuid,
  written_at    timestamptz,
  written_by    uuid,
  written_name  varchar(60),
  objected_by   uuid,
  settled_by    uuid,
  constraint production_voice_note_tid_uq unique (tenant_id, id),
  constraint production_voice_note_client_uq unique (tenant_id, member_id, client_uid),
  constraint production_voice_note_operation_uq unique (tenant_id, operation_id),
  constraint production_voice_note_answers_uq unique (tenant_id, answers_id),
  constraint production_voice_note_file_uq unique (tenant_id, file_id),
  constraint production_voice_note_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint production_voice_note_answers_fk foreign key (tenant_id, answers_id) references production_voice_note (tenant_id, id),
  constraint production_voice_note_file_fk foreign key (tenant_id, file_id) references platform_file (tenant_id, id),
  constraint production_voice_note_operation_fk foreign key (tenant_id, operation_id) references production_operation (tenant_id, id),
  constraint production_voice_note_seconds_ck check (seconds between 1 and 60),
  constraint production_voice_note_state_ck check (state in ('WAITING', 'UNCLEAR', 'WRITTEN_DOWN', 'ANSWERED', 'DISMISSED', 'OBJECTED', 'SETTLED')),
  constraint production_voice_note_due_ck check (due_at > arrived_at),
  constraint production_voice_note_asked_ck check (state <> 'UNCLEAR' or question is not null),
  constraint production_voice_note_written_ck check ((state in ('WRITTEN_DOWN', 'OBJECTED', 'SETTLED')) = (written_by is not null)
    and (written_by is null) = (written_at is null) and (written_by is null) = (written_name is null)),
  constraint production_voice_note_operation_ck check (operation_id is null or state in ('WRITTEN_DOWN', 'OBJECTED', 'SETTLED', 'ANSWERED')),
  constraint production_voice_note_whole_ck check (written_by is null or operation_id is not null),
  constraint production_voice_note_own_ck check (written_by <> person_id),
  constraint production_voice_note_objected_ck check ((state in ('OBJECTED', 'SETTLED')) = (objected_by is not null)),
  constraint production_voice_note_settled_ck check ((state = 'SETTLED') = (settled_by is not null)),
  constraint production_voice_note_four_eyes_ck check (settled_by not in (written_by, objected_by, person_id))
);
comment on table production_voice_note is '录音记农事：农户说的一段话（至多 60 秒），原样加密留存（说话人的密钥），一个工作日内由经办人听写成农事（operation_id，只写一次）；听不清的写明问题（question），另录一条（answers_id）或自己填；写下后农户可以提异议，由写的人以外的人处理；seconds 为手机报的秒数，空为没报';
create index production_voice_note_open_ix on production_voice_note (tenant_id, arrived_at, id) where state in ('WAITING', 'OBJECTED');
create index production_voice_note_list_ix on production_voice_note (tenant_id, arrived_at desc, id desc);
create index production_voice_note_member_ix on production_voice_note (tenant_id, member_id, arrived_at desc, id desc);
select jf_protect('production_voice_note');
revoke delete on production_voice_note from ${app_role};

create table production_voice_note_planting (
  tenant_id   varchar(12) not null constraint production_voice_note_planting_tenant_fk references platform_tenant (code),
  note_id     uuid        not null,
  planting_id uuid        not null,
  constraint production_voice_note_planting_pk primary key (note_id, planting_id),
  constraint production_voice_note_planting_note_fk foreign key (tenant_id, note_id) references production_voice_note (tenant_id, id),
  constraint production_voice_note_planting_planting_fk foreign key (tenant_id, planting_id) references production_planting (tenant_id, id)
);
comment on table production_voice_note_planting is '录音说的是哪几批种植，农户发送时点选';
create index production_voice_note_planting_note_ix on production_voice_note_planting (tenant_id, note_id);
create index production_voice_note_planting_planting_ix on production_voice_note_planting (tenant_id, planting_id);
select jf_protect('production_voice_note_planting');
revoke update, delete on production_voice_note_planting from ${app_role};

-- What was spoken stays as it came; what was written down of it stays written.
create function production_voice_note_fixed() returns trigger language plpgsql as $$
begin
  if (old.id, old.tenant_id, old.member_id, old.division, old.client_uid, old.answers_id, old.person_id, old.by_name, old.file_id,
      old.media_type, old.content_index, old.seconds, old.arrived_at, old.due_at)
     is distinct from
     (new.id, new.tenant_id, new.member_id, new.division, new.client_uid, new.answers_id, new.person_id, new.by_name, new.file_id,
      new.media_type, new.content_index, new.seconds, new.arrived_at, new.due_at)
     or (old.operation_id is not null and (old.operation_id, old.written_at, old.written_by, old.written_name)
        is distinct from (new.operation_id, new.written_at, new.written_by, new.written_name))
     or old.state in ('ANSWERED', 'DISMISSED', 'SETTLED') then
    raise exception 'voice note % is on record, violates constraint "production_voice_note_fixed_tg"', old.id
      using errcode = 'check_violation', constraint = 'production_voice_note_fixed_tg', table = 'production_voice_note';
  end if;
  return new;
end $$;
create trigger production_voice_note_fixed_tg before update on production_voice_note
  for each row execute function production_voice_note_fixed();

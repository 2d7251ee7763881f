-- Devices from a list. Their secrets lie sealed until they are handed out, once, to whoever brought the list.

create table production_device_import (
  id            uuid         not null constraint production_device_import_pk primary key,
  tenant_id     varchar(12)  not null constraint production_device_import_tenant_fk references platform_tenant (code),
  file_name     varchar(200) not null,
  content       bytea,
  state         varchar(12)  not null,
  rows_good     integer      not null,
  rows_bad      integer      not null,
  only_good     boolean      not null default false,
  secrets       text,
  by_person     uuid         not null,
  by_name       varchar(60)  not null,
  created_at    timestamptz  not null,
  done_at       timestamptz,
  handed_out_at timestamptz,
  constraint production_device_import_tid_uq unique (tenant_id, id),
  constraint production_device_import_state_ck check (state in ('CHECKED','DONE','DISCARDED')),
  constraint production_device_import_size_ck check (content is null or length(content) <= 10485760),
  constraint production_device_import_rows_ck check (rows_good >= 0 and rows_bad >= 0 and rows_good + rows_bad between 1 and 2000),
  constraint production_device_import_whole_ck check (state <> 'DONE' or rows_bad = 0 or only_good),
  constraint production_device_import_done_ck check ((state = 'DONE') = (done_at is not null)),
  constraint production_device_import_secrets_ck check (secrets is null or (state = 'DONE' and handed_out_at is null)),
  constraint production_device_import_handed_ck check (handed_out_at is null or state = 'DONE')
);
comment on table production_device_import is '设备批量导入：content 上传的表，导入后只留有错的行，30 天后清空；secrets 新设备的密钥清单，以经办人密钥加密，交出一次或 7 天后清空';
create index production_device_import_by_ix on production_device_import (tenant_id, by_person, created_at desc);
select jf_protect('production_device_import');

-- what was handed out is not handed out again
create function jf_device_import_once() returns trigger language plpgsql as $$
begin
  if old.state <> 'CHECKED' and new.state <> old.state then
    raise exception 'production_device_import_state: an import that is % stays so', old.state using errcode = 'check_violation', constraint = 'production_device_import_state_tg';
  end if;
  if old.state = 'DONE' and new.secrets is not null and new.secrets is distinct from old.secrets then
    raise exception 'production_device_import_once: secrets are written with the import and only taken afterwards' using errcode = 'check_violation', constraint = 'production_device_import_once_tg';
  end if;
  return new;
end $$;
create trigger production_device_import_once_tg before update on production_device_import for each row execute function jf_device_import_once();

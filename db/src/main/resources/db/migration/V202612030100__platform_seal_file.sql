-- Recordings of a person's voice lie in the data folder sealed under that person's key. No address of files gives them out,
-- and their rows neither change nor go: they are evidence.
alter table platform_file drop constraint platform_file_type_ck;
alter table platform_file add constraint platform_file_type_ck check (media_type in ('image/jpeg', 'image/png', 'application/pdf',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  or (visibility = 'SEALED' and media_type in ('audio/webm', 'audio/ogg', 'audio/mp4', 'audio/aac', 'audio/amr', 'audio/mpeg', 'audio/wav')));
alter table platform_file drop constraint platform_file_visibility_ck;
alter table platform_file add constraint platform_file_visibility_ck check (visibility in ('PRIVATE', 'MEMBER', 'PUBLIC', 'SEALED'));

create function platform_file_sealed() returns trigger language plpgsql as $$
begin
  if old.visibility = 'SEALED' then
    raise exception 'file % is evidence, violates constraint "platform_file_sealed_tg"', old.id
      using errcode = 'check_violation', constraint = 'platform_file_sealed_tg', table = 'platform_file';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger platform_file_sealed_tg before update or delete on platform_file
  for each row execute function platform_file_sealed();

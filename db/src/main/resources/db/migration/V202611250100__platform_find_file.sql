-- One content may belong to several federations, and whoever sweeps the data folder has no tenant: yes or no only.
create function jf_file_known(sha char(64)) returns boolean language sql stable security definer set search_path from current as $$
  select exists (select 1 from platform_file f where f.sha256 = sha)
$$;
comment on function jf_file_known(char) is '任一租户是否还登记着这份内容；清理无主文件时用';
revoke execute on function jf_file_known(char) from public;
grant execute on function jf_file_known(char) to ${app_role};
create index platform_file_sha256_ix on platform_file (sha256);
alter table platform_file add constraint platform_file_member_ck check (visibility <> 'MEMBER' or member_id is not null);

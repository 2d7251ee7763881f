create table platform_file (
  id          uuid         not null constraint platform_file_pk primary key,
  tenant_id   varchar(12)  not null constraint platform_file_tenant_fk references platform_tenant (code),
  sha256      char(64)     not null,
  media_type  varchar(80)  not null,
  size_bytes  bigint       not null,
  name        varchar(120) not null,
  visibility  varchar(10)  not null,
  member_id   uuid,
  created_by  uuid         not null,
  created_at  timestamptz  not null,
  version     bigint       not null default 0,
  constraint platform_file_tenant_uq unique (tenant_id, id),
  constraint platform_file_sha256_ck check (sha256 ~ '^[0-9a-f]{64}$'),
  constraint platform_file_type_ck check (media_type in ('image/jpeg', 'image/png', 'application/pdf',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')),
  constraint platform_file_size_ck check (size_bytes between 1 and 10485760),
  constraint platform_file_visibility_ck check (visibility in ('PRIVATE', 'MEMBER', 'PUBLIC'))
);
comment on table platform_file is '文件登记：内容按 SHA-256 存于数据目录，照片已去除拍摄信息（EXIF）';
create index platform_file_member_ix on platform_file (tenant_id, member_id);
select jf_protect('platform_file');

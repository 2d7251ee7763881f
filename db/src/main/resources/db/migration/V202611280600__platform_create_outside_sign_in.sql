-- Whoever proved a number once in an app of his phone need not type a code there again.
create table platform_outside_sign_in (
  tenant_id     varchar(12) not null constraint platform_outside_sign_in_tenant_fk references platform_tenant (code),
  provider      varchar(20) not null,
  subject_index varchar(64) not null,
  person_id     uuid        not null,
  number_index  varchar(64) not null,
  bound_at      timestamptz not null,
  last_at       timestamptz not null,
  constraint platform_outside_sign_in_pk primary key (tenant_id, provider, subject_index),
  constraint platform_outside_sign_in_person_fk foreign key (tenant_id, person_id) references member_person (tenant_id, id),
  constraint platform_outside_sign_in_provider_ck check (provider ~ '^[a-z][a-z0-9-]*$'),
  constraint platform_outside_sign_in_last_ck check (last_at >= bound_at)
);
create index platform_outside_sign_in_person_ix on platform_outside_sign_in (tenant_id, person_id);
comment on table platform_outside_sign_in is '用微信等登录的绑定：只存对方标识和手机号的带密钥索引；号码换了或九十天没用即失效，要重新用手机号验证';
select jf_protect('platform_outside_sign_in');

-- How a client proves who it is: bound tokens and message signatures (FAPI), or fixed addresses with one signed
-- header (GATEWAY). A change counts when a second person agreed.
alter table platform_client
  add column profile            varchar(8)   not null default 'FAPI',
  add column addresses          varchar(400) not null default '',
  add column certificate        varchar(64),
  add column agreed_by          uuid,
  add column wanted_profile     varchar(8),
  add column wanted_addresses   varchar(400),
  add column wanted_certificate varchar(64),
  add column wanted_by          uuid,
  add column wanted_name        varchar(60),
  add column wanted_at          timestamptz,
  add constraint platform_client_profile_ck check (profile in ('FAPI', 'GATEWAY')),
  add constraint platform_client_gateway_ck check (profile <> 'GATEWAY' or addresses <> '' or certificate is not null),
  add constraint platform_client_certificate_ck check (certificate ~ '^[0-9a-f]{64}$'),
  add constraint platform_client_wanted_ck check (
    num_nonnulls(wanted_profile, wanted_addresses, wanted_by, wanted_name, wanted_at) in (0, 5)
    and (wanted_certificate is null or wanted_by is not null));
comment on column platform_client.profile is '接入方式：FAPI 令牌加报文签名；GATEWAY 行方网关，固定地址或双向 TLS 证书，加一个签名头';
comment on column platform_client.addresses is '只从这些地址接受调用（CIDR，空格分开）；空为不限，GATEWAY 必须有地址或证书';
comment on column platform_client.certificate is '客户端证书 DER 的 SHA-256；由配置过的代理在请求头里转来';
comment on column platform_client.agreed_by is '最近一次变更的确认人，与提出人不是同一人';
comment on column platform_client.wanted_by is '提出变更的人；确认后清空';

create function platform_client_two_people() returns trigger language plpgsql as $$
begin
  if (new.profile, new.addresses, new.certificate) is distinct from (old.profile, old.addresses, old.certificate)
     and (old.wanted_by is null or new.agreed_by is null or new.agreed_by = old.wanted_by
          or (new.profile, new.addresses, new.certificate)
             is distinct from (old.wanted_profile, old.wanted_addresses, old.wanted_certificate)) then
    raise exception 'client % is changed by one person, violates constraint "platform_client_two_people_tg"', old.client_id
      using errcode = 'check_violation', constraint = 'platform_client_two_people_tg';
  end if;
  return new;
end $$;
create trigger platform_client_two_people_tg before update on platform_client
  for each row execute function platform_client_two_people();

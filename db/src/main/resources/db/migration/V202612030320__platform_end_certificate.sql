-- A client's certificates have a last day, and two of them hold side by side while one takes over from the other (R33).
alter table platform_client drop constraint platform_client_certificate_ck;
alter table platform_client drop constraint platform_client_gateway_ck;
alter table platform_client drop constraint platform_client_wanted_ck;
alter table platform_client rename column certificate to certificates;
alter table platform_client rename column wanted_certificate to wanted_certificates;
alter table platform_client alter column certificates type varchar(160), alter column wanted_certificates type varchar(160);
alter table platform_client disable trigger platform_client_two_people_tg;
update platform_client set certificates = coalesce(certificates, ''),
  wanted_certificates = case when wanted_by is not null then coalesce(wanted_certificates, '') end;
alter table platform_client enable trigger platform_client_two_people_tg;

-- The rule of two people, with the new names; what is registered from now on has its last day.
create or replace function platform_client_two_people() returns trigger language plpgsql as $$
begin
  if (new.profile, new.addresses, new.certificates) is distinct from (old.profile, old.addresses, old.certificates)
     and (old.wanted_by is null or new.agreed_by is null or new.agreed_by = old.wanted_by
          or (new.profile, new.addresses, new.certificates)
             is distinct from (old.wanted_profile, old.wanted_addresses, old.wanted_certificates)) then
    raise exception 'client % is changed by one person, violates constraint "platform_client_two_people_tg"', old.client_id
      using errcode = 'check_violation', constraint = 'platform_client_two_people_tg';
  end if;
  if (new.certificates <> old.certificates and new.certificates ~ '[0-9a-f]{64}( |$)')
     or (new.wanted_certificates is distinct from old.wanted_certificates
         and new.wanted_certificates ~ '[0-9a-f]{64}( |$)') then
    raise exception using errcode = 'check_violation', constraint = 'platform_client_certificate_end_tg',
      message = 'violates check constraint "platform_client_certificate_end_tg"';
  end if;
  return new;
end $$;
alter table platform_client alter column certificates set default '', alter column certificates set not null,
  add constraint platform_client_certificates_ck check (certificates
    ~ '^([0-9a-f]{64}(@[0-9]{4}-[0-9]{2}-[0-9]{2})?)?( [0-9a-f]{64}(@[0-9]{4}-[0-9]{2}-[0-9]{2})?)?$'),
  add constraint platform_client_gateway_ck check (profile <> 'GATEWAY' or addresses <> '' or certificates <> ''),
  add constraint platform_client_wanted_ck check (num_nonnulls(wanted_profile, wanted_addresses, wanted_certificates,
    wanted_by, wanted_name, wanted_at) in (0, 6));
comment on column platform_client.certificates is '客户端证书：DER 的 SHA-256@最后一天，换证时两张并用、空格分开；以前登记的没有最后一天；由配置过的代理在请求头里转来';

-- A certificate is looked up by a signed code that nobody can guess; its number is for people.
alter table trace_certificate
  add column code         varchar(16),
  add column phone_sealed varchar(300),
  add column phone_person uuid,
  add constraint trace_certificate_code_uq unique (code),
  add constraint trace_certificate_code_ck check (code is not null) not valid,
  add constraint trace_certificate_phone_ck check ((phone_sealed is null) = (phone_person is null));
comment on column trace_certificate.code is '证上二维码的码：带签名，猜不出';
comment on column trace_certificate.phone_sealed is '印在证上的电话，加密存放；只在开证人自己打印时解开';

create function trace_certificate_look(p_code varchar)
returns table (tenant_id varchar, number varchar, status varchar, lot_status varchar, hold_reason varchar, document text)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.tenant_id, c.number, c.status, l.status, l.hold_reason, d.document::text
    from trace_certificate c
    join trace_lot l on l.tenant_id = c.tenant_id and l.id = c.lot_id
    left join trace_lot_document d on d.lot_id = c.lot_id
   where c.code = p_code
$$;
comment on function trace_certificate_look is '验证合格证：一次往返答完，不计查询次数';
revoke execute on function trace_certificate_look from public;
grant execute on function trace_certificate_look to ${app_role};

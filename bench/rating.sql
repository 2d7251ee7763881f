-- Consent and a declaration of a made-up kind for every member without a consent; never for a database in use.
select set_config('app.tenant', '330482', false);
insert into credit_consent (id, tenant_id, version, no, member_id, purpose, data_classes, valid_from, valid_to, text_version,
       text_sha256, signature_kind, given_by, given_at, status)
select uuidv7(), '330482', 0, 'CS-B' || lpad((row_number() over ())::text, 7, '0'), m.id, 'RATING', 'ALL', current_date - 1,
       current_date + 365, 'bench', repeat('0', 64), 'PHONE', m.id, now(), 'ACTIVE'
  from member_member m
 where m.tenant_id = '330482'
   and not exists (select 1 from credit_consent c where c.member_id = m.id and c.purpose = 'RATING' and c.status = 'ACTIVE');
insert into credit_declared_fact (id, tenant_id, version, member_id, code, number, category, source, evidence, as_of, entered_by,
       verified_by, entered_at)
select uuidv7(), '330482', 0, m.id, f.code, case when f.text then null else (f.number * (0.5 + random()))::numeric(18, 2) end,
       case when f.text then 'NONE' end, 'DECLARATION', 'bench', current_date - 3, 'a', 'b', now()
  from member_member m
 cross join (values ('C102', 40, false), ('C104', 40, false), ('C106', 60, false), ('H303', 4, false), ('H304', 90, false),
                    ('O401', 90, false), ('O402', 0.4, false), ('O403', 90, false), ('O404', 40, false), ('B503', 0.3, false),
                    ('B504', 0, true), ('B505', 0, true)) f(code, number, text)
 where m.tenant_id = '330482' and m.name like '测量用%'
on conflict do nothing;

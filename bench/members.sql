-- n members of a made-up kind for a measurement; never for a database in use.
select set_config('app.tenant', '330482', false);
insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, area_mu, main_products, admitted_on, demo)
select uuidv7(), '330482', 0, 'M-' || lpad((900000 + g)::text, 7, '0'), '测量用' || g || '号家庭农场（示例）', 'FAMILY_FARM', 'ACTIVE',
       '330482103', (g % 300) + 0.5, '西瓜', date '2020-01-01' + (g % 2000), true
  from generate_series(1, :n) g;

-- A disaster lowers what may be labelled: one reports the loss with evidence, another decides.
alter table brand_quota_release add column loss_pct numeric(5,2), add column photo_id uuid, add column over_kg numeric(18,6),
  drop constraint brand_quota_release_status_ck,
  add constraint brand_quota_release_status_ck check (status in ('ASKED', 'RELEASED', 'CUT', 'REFUSED')),
  add constraint brand_quota_release_loss_ck check (loss_pct > 0 and loss_pct <= 100),
  add constraint brand_quota_release_kind_ck check ((status <> 'CUT' or loss_pct is not null) and (status <> 'RELEASED' or loss_pct is null)),
  add constraint brand_quota_release_over_ck check ((over_kg is null) = (status <> 'CUT') and over_kg >= 0),
  add constraint brand_quota_release_photo_fk foreign key (tenant_id, photo_id) references platform_file (tenant_id, id);
comment on table brand_quota_release is '额度变动：追加放出，或因灾核减（loss_pct 有值）；一人写明依据提出，另一人决定；放出不超过上限';
comment on column brand_quota_release.loss_pct is '受灾损失的百分数；kg 为核减的千克数';
comment on column brand_quota_release.over_kg is '核减时已经用去的超出新上限多少千克，大于 0 的立案';

alter table brand_quota_entry drop constraint brand_quota_entry_kind_ck,
  add constraint brand_quota_entry_kind_ck check (kind in ('GRANT', 'HARVEST', 'RELEASE', 'CUT', 'USE', 'BACK'));
comment on table brand_quota_entry is '额度台账：GRANT 核给、HARVEST 随采收放出、RELEASE 追加放出、CUT 因灾收回、USE 标签用去、BACK 标签作废退回；只增不改，合计等于额度上的已放出与已用';

alter table trace_code_case drop constraint trace_code_case_cause_ck,
  add constraint trace_code_case_cause_ck check (cause in ('MANY', 'DISTANCE', 'UNPRINTED', 'UNBOUND', 'UNSOLD', 'DESTROYED', 'VOIDED',
    'SHARE', 'GUESSING', 'QUOTA', 'COMPLAINT'));

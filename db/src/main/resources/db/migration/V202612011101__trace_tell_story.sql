-- What a farm tells consumers of itself and shows of its fields; public once somebody of the federation has read it.
create table trace_story (
  id        uuid         not null constraint trace_story_pk primary key,
  tenant_id varchar(12)  not null constraint trace_story_tenant_fk references platform_tenant (code),
  version   bigint       not null,
  member_id uuid         not null,
  plot_id   uuid,
  words     varchar(300),
  photo_id  uuid,
  status    varchar(8)   not null,
  sent_at   timestamptz  not null,
  sent_name varchar(60)  not null,
  constraint trace_story_tid_uq unique (tenant_id, id),
  constraint trace_story_member_fk foreign key (tenant_id, member_id) references member_member (tenant_id, id),
  constraint trace_story_plot_fk foreign key (tenant_id, plot_id) references production_plot (tenant_id, id),
  constraint trace_story_photo_fk foreign key (tenant_id, photo_id) references platform_file (tenant_id, id),
  constraint trace_story_status_ck check (status in ('WAITING', 'SHOWN', 'REFUSED', 'ENDED')),
  constraint trace_story_what_ck check ((plot_id is null and words is not null) or (plot_id is not null and photo_id is not null)),
  constraint trace_story_words_ck check (words is null or length(btrim(words)) > 0)
);
comment on table trace_story is '种植者的话与地块照片：农场写，农合联审核后在扫码页公开；plot_id 为空是整个农场的，不为空是这块地的照片';
create unique index trace_story_waiting_uq on trace_story (tenant_id, member_id, plot_id) nulls not distinct where status = 'WAITING';
create unique index trace_story_shown_uq on trace_story (tenant_id, member_id, plot_id) nulls not distinct where status = 'SHOWN';
create index trace_story_list_ix on trace_story (tenant_id, member_id, sent_at desc);
select jf_protect('trace_story');
revoke delete on trace_story from ${app_role};

alter table platform_public_review drop constraint platform_public_review_kind_ck,
  add constraint platform_public_review_kind_ck check (kind in ('PRODUCT_PHOTO', 'COMMENT', 'PRODUCER_STORY'));

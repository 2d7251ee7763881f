-- 事件是已经发生的事：不得晚于记录时间（容许两边时钟相差五分钟）。此前已收下的保持原样。
alter table trace_event add constraint trace_event_time_ck check (event_time <= record_time + interval '5 minutes') not valid;
alter table trace_event add constraint trace_event_error_at_ck check (error_at <= record_time + interval '5 minutes') not valid;

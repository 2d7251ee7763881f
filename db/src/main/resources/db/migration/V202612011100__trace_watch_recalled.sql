-- Labels that are scanned after their lot was called back: the goods are still in somebody's hands.
alter table trace_code_case drop constraint trace_code_case_cause_ck,
  add constraint trace_code_case_cause_ck check (cause in ('MANY', 'DISTANCE', 'UNPRINTED', 'UNBOUND', 'UNSOLD', 'RECALLED', 'DESTROYED',
    'VOIDED', 'SHARE', 'GUESSING', 'QUOTA', 'COMPLAINT'));

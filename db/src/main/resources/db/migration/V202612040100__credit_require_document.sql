-- A bank's machine can fetch the bank's papers of a case; that is part of the second level. What is open stays open.
insert into credit_level_requirement (requirement, level) values ('DOCUMENT', 2);

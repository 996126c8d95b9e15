-- Whose things are: the id of the account that submitted them; empty for the server's own key, and for what was there before
-- there were accounts.
alter table submission add column account text not null default '';
alter table sent_message add column account text not null default '';
alter table document add column account text not null default '';
alter table event add column account text not null default '';
create index submission_account on submission (account);
create index sent_message_account on sent_message (account, place);
create index document_account on document (account, id);

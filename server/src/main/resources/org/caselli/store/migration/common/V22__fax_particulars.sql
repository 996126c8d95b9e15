-- What the documents of the Fax Service name of jobs and messages beside what was kept so far.
alter table submission add column sender text not null default '';              -- what else is told of the sender, as JSON; empty for nothing
alter table sent_message add column sender text not null default '';
alter table sent_message add column device_name text not null default '';      -- as it was then; empty in old messages
alter table received_message add column device_name text not null default '';
alter table attempt add column current_page integer not null default 0;        -- the page that was begun last; 0 before it

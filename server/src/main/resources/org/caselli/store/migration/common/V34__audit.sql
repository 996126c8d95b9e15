-- The audit trail: who did, changed and viewed what and when. Rows are only ever added; each bears the hash of the one before.

create table audit_entry (
    sequence    bigint  not null primary key, -- 1, 2, 3 ... without a gap
    at          bigint  not null,
    account     text    not null, -- the id of the account that acted; empty if it was none
    actor       text    not null, -- the name it had then
    address     text    not null, -- from where the request came; empty for the server itself
    node        text    not null, -- the server that did it
    action      text    not null,
    subject     text    not null, -- mostly an address below /api/v1
    result      text    not null, -- ALLOWED, REFUSED, FAILED
    facts       text    not null, -- canonical JSON (RFC 8785)
    previous    text    not null, -- the hash of the entry before
    hash        text    not null
);
create index audit_entry_by_time on audit_entry (at, sequence);
create index audit_entry_by_account on audit_entry (account, at, sequence);
create index audit_entry_by_actor on audit_entry (actor, at, sequence);
create index audit_entry_by_action on audit_entry (action, at, sequence);
create index audit_entry_by_subject on audit_entry (subject, at, sequence);
create index audit_entry_by_result on audit_entry (result, at, sequence);

-- The newest entry.
create table audit_head (
    only_row    integer not null primary key check (only_row = 1),
    sequence    bigint  not null,
    hash        text    not null
);
insert into audit_head (only_row, sequence, hash)
values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- What is set, as the audit has seen it last, so that a change can be told with the values before it.
create table audit_image (
    area        text    not null, -- as in the configuration file
    entry       text    not null,
    members     text    not null, -- JSON
    primary key (area, entry)
);

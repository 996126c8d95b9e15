-- Who people are as senders (the documented default sender, faxcomex.md §4.36), and others that they may choose.

create table sender_profile (
    account    text   not null,  -- the id of its account; empty for the holder of the server's key
    name_key   text   not null,  -- the name in small letters
    json       text   not null,
    changed_at bigint not null,
    primary key (account, name_key)
);

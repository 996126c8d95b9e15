-- Whose received faxes are. One fax may be given to several accounts: each has a message of its own, with its own mark and
-- its own end, and all of them show the same stored pages.
alter table received_message add column account text not null default '';       -- empty: nobody's, in the common receive folder
alter table received_message add column fax_id text not null default '';        -- the fax as it came in: the incoming job's id
alter table received_message add column has_cover integer not null default 0;   -- as somebody said
alter table received_message add column recipients text not null default '';    -- names as they were given, with ; between
update received_message set fax_id = id;
create unique index received_message_owner on received_message (fax_id, account);
create index received_message_account on received_message (account, place);
create index received_message_account_unread on received_message (account, place) where seen = 0;

-- The running totals for each account; empty for nobody's.
drop table archive_total;
create table archive_total (
    archive         text    not null, -- RECEIVED or SENT
    account         text    not null,
    messages        bigint  not null,
    octets          bigint  not null,
    pages           bigint  not null,
    unread          bigint  not null,
    primary key (archive, account)
);
insert into archive_total (archive, account, messages, octets, pages, unread)
    select 'RECEIVED', account, count(*), sum(case when size > 0 then size else 0 end), sum(pages), sum(1 - seen)
    from received_message group by account;
insert into archive_total (archive, account, messages, octets, pages, unread)
    select 'SENT', account, count(*), sum(case when size > 0 then size else 0 end), sum(pages), sum(1 - seen)
    from sent_message group by account;

-- What the search knows of each message. Words come from the program already cut and folded.
create table received_search (
    place           bigint   not null primary key,
    words           tsvector not null
);
create index received_search_words on received_search using gin (words);
alter table received_search alter column words set statistics 1000;

create table sent_search (
    place           bigint   not null primary key,
    words           tsvector not null
);
create index sent_search_words on sent_search using gin (words);
alter table sent_search alter column words set statistics 1000;

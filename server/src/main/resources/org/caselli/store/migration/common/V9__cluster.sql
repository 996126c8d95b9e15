-- Servers that share one database.

create table node (
    name            text    not null primary key,
    life            text    not null, -- of the process; another one after each start
    version         text    not null, -- of the program
    url             text    not null, -- where its REST interface answers
    token_digest    text    not null, -- SHA-256 of its administrator's token, in hexadecimal
    started_at      bigint  not null,
    seen_at         bigint  not null, -- its last sign of life
    stopped_at      bigint,           -- if it was stopped in good order
    clock_ahead     bigint  not null  -- milliseconds by which its machine's clock is ahead of the database's
);

-- What the last transaction of each server left behind, so that one whose answer was lost can be looked up.
create table node_commit (
    node            text    not null primary key,
    mark            text    not null
);

-- Work that is done once for all servers, and when it was begun the last time.
create table chore (
    name            text    not null primary key,
    node            text    not null,
    begun_at        bigint  not null
);

-- The newest event that was deleted because of its age.
create table event_horizon (
    only_row        integer not null primary key check (only_row = 1),
    sequence        bigint  not null
);
insert into event_horizon (only_row, sequence) values (1, 0);

-- Webhooks: who is told of events over HTTP, how far he has been told, and how it went.

create table webhook (
    name                text    not null primary key,
    version             bigint  not null, -- of what administrators set
    url                 text    not null,
    description         text    not null,
    active              integer not null,
    classes             text    not null, -- classes of events, with blanks between; empty for all
    kinds               text    not null, -- kinds of events, with blanks between; empty for all of the classes
    secret              text    not null, -- whsec_ and base64
    created_at          bigint  not null,
    delivered           bigint  not null, -- every event up to this one is delivered, or was not wanted
    failures            integer not null, -- tries since the last success
    failing_since       bigint,           -- the first of them
    next_try_at         bigint  not null,
    paused_at           bigint,           -- if it has failed for so long that nobody tries any more
    last_success_at     bigint,
    last_failure_at     bigint,
    last_error          text    not null,
    lease_node          text    not null, -- which server delivers
    lease_until         bigint  not null
);

create table webhook_try (
    id                  text    not null primary key,
    webhook             text    not null references webhook (name) on delete cascade,
    event               bigint  not null, -- 0 for a test
    at                  bigint  not null,
    milliseconds        bigint  not null,
    status              integer not null, -- of HTTP; 0 if there was no answer
    error               text    not null  -- empty if it was delivered
);
create index webhook_try_by_webhook on webhook_try (webhook, id);

-- The server's own log for people: documented texts with severity and category, as far as the levels let them through.
create table log_entry (
    sequence            bigint  not null primary key,
    at                  bigint  not null,
    node                text    not null,
    category            text    not null,
    severity            text    not null,
    message             text    not null, -- which one: its stable name
    subject             text    not null, -- the id of the job, fax, device that it is about
    sentence            text    not null
);

-- The counters of what is under way as they were told last.
create table activity_told (
    only_row            integer not null primary key check (only_row = 1),
    incoming            integer not null,
    routing             integer not null,
    outgoing            integer not null,
    queued              integer not null
);
insert into activity_told (only_row, incoming, routing, outgoing, queued) values (1, 0, 0, 0, 0);

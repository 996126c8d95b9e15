-- The first schema for PostgreSQL, the same as for SQLite; what follows it is one script for both (../common).
-- Times are milliseconds since 1970 in UTC. Ids are 16 lower-case hexadecimal digits, later ones greater. Enums stand by
-- name, outcomes by number. Columns that end in _blob are names of files in blobs/ (SHA-256); everything that refers to a
-- blob does so in such a column, so that the sweep finds it.

create table submission (
    id              text    not null primary key,
    idempotency_key text    unique,
    request_digest  text    not null, -- SHA-256 over the whole request: the same key must mean the same request; empty without key
    submitted_at    bigint  not null,
    subject         text    not null,
    sender_name     text    not null,
    sender_id       text    not null,
    header_sender   text    not null, -- as it stands in the header line
    zone            text    not null, -- of the header line's time
    pages           integer not null,
    pages_blob      text    not null  -- TIFF class F, without header lines
);
create index submission_pages_blob on submission (pages_blob);

create table submission_file (
    submission_id   text    not null references submission (id) on delete cascade,
    position        integer not null,
    name            text    not null,
    file_blob       text    not null,
    primary key (submission_id, position)
);
create index submission_file_blob on submission_file (file_blob);

create table job (
    id              text    not null primary key,
    submission_id   text    not null references submission (id),
    position        integer not null,
    number          text    not null,
    recipient_name  text    not null,
    device          text,             -- the only one that may carry it
    state           text    not null,
    priority        integer not null, -- 0 low, 1 normal, 2 high
    submitted_at    bigint  not null,
    due_at          bigint  not null,
    attempts        integer not null, -- since the submission or the last restart
    tries           integer not null, -- those of them that count for the retry policy
    fence           integer not null, -- number of the last attempt ever; an older one may write nothing any more
    pages           integer not null,
    pages_confirmed integer not null,
    outcome         integer,
    ended_at        bigint ,
    unique (submission_id, position)
);
create index job_waiting on job (priority desc, due_at, id) where state in ('PENDING', 'RETRYING');
create index job_state on job (state, id);

create table attempt (
    id               text    not null primary key,
    job_id           text    not null references job (id),
    fence            integer not null, -- 1 for the job's first attempt
    node             text    not null,
    lease_until      bigint  not null,
    device           text    not null,
    call_id          text    not null,
    started_at       bigint  not null,
    first_page       integer not null,
    pages_confirmed  integer not null,
    awaiting         integer not null, -- page that is completely sent and not yet confirmed; 0 for none
    ended_at         bigint ,
    outcome          integer,
    phase            text    not null,
    far_id           text    not null,
    bits_per_second  integer not null,
    carrier          text    not null,
    coding           text    not null,
    error_correction integer not null,
    unique (job_id, fence)
);
create index attempt_running on attempt (lease_until) where ended_at is null;

create table sent_fax (
    id              text    not null primary key references job (id),
    attempt_id      text    not null references attempt (id),
    ended_at        bigint  not null
);
create index sent_fax_newest on sent_fax (ended_at desc, id desc);

-- Every call, with its diary once it is over: one line of the diary a line, milliseconds, a blank, the text.
create table call (
    id              text    not null primary key,
    outgoing        integer not null,
    node            text    not null,
    device          text    not null,
    peer            text    not null,
    called_number   text    not null,
    job_id          text    references job (id),
    started_at      bigint  not null,
    ended_at        bigint ,
    outcome         integer,
    phase           text    not null,
    far_id          text    not null,
    bits_per_second integer not null,
    carrier         text    not null,
    coding          text    not null,
    error_correction integer not null,
    diary           text    not null
);
create index call_newest on call (started_at desc, id desc);
create index call_running on call (node) where ended_at is null;

-- Pages of calls that are still under way; a call's end gathers them into one fax.
create table received_page (
    call_id         text    not null references call (id),
    number          integer not null,
    page_blob       text    not null,
    damaged_rows    integer not null,
    complete        integer not null,
    primary key (call_id, number)
);
create index received_page_blob on received_page (page_blob);

create table received_fax (
    id               text    not null primary key,
    call_id          text    not null unique references call (id),
    pages            integer not null,
    complete         integer not null,
    damaged_rows     integer not null,
    outcome          integer not null,
    tiff_blob        text    not null,
    seen             integer not null
);
create index received_fax_blob on received_fax (tiff_blob);

create table event (
    sequence        bigint  generated always as identity primary key, -- never used twice, also after deletions
    at              bigint  not null,
    kind            text    not null,
    subject         text    not null,
    facts           text    not null -- JSON object of strings
);

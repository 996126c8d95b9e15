-- Delivery receipts: who wants one, and each as it waits, is tried, and is sent.

alter table submission add column receipt_address text not null default '';  -- empty: none is wanted
alter table submission add column receipt_grouped integer not null default 0; -- one for the whole submission
alter table submission add column receipt_attach integer not null default 0;  -- with the fax
alter table sent_message add column receipt_address text not null default '';

create table receipt (
    id              text    not null primary key,
    submission_id   text    not null,
    job_id          text,              -- null if it is for the whole submission
    address         text    not null,
    state           text    not null,  -- WAITING, SENT, FAILED
    subject         text    not null,  -- of the mail
    delivered       integer not null,  -- whether it tells of success
    story           text    not null,  -- what it tells, as JSON, as it was when the fax had come to its end
    pages_blob      text,              -- of the fax, without header lines; null when nobody needs it any more
    attach          integer not null,
    note            text    not null,  -- why something is not as it was wanted; empty if nothing is
    created_at      bigint  not null,
    since           bigint  not null,  -- created, or asked for again
    tries           integer not null,
    next_try_at     bigint  not null,
    sent_at         bigint,
    last_error      text    not null,
    lease_node      text    not null,  -- which server sends
    lease_until     bigint  not null
);
create index receipt_due on receipt (next_try_at, id) where state = 'WAITING';
create index receipt_state on receipt (state, id);
create index receipt_submission on receipt (submission_id);
create index receipt_age on receipt (created_at);
create index receipt_blob on receipt (pages_blob);

-- The outgoing queue in full: schedules, pauses, broadcasts that leave together, ceilings; and documents that were uploaded
-- before they are sent.

alter table submission add column sender_number text not null default ''; -- the sender's own fax number
alter table submission add column document_name text not null default '';
alter table submission add column pages_size bigint not null default 0;    -- octets of pages_blob
create index submission_age on submission (submitted_at);

alter table job add column schedule text not null default 'NOW';           -- NOW, AT, DISCOUNT
alter table job add column scheduled_at bigint not null default 0;         -- the due_at of its submission
alter table job add column earliest_at bigint not null default 0;          -- due_at, were there no discount period and no ceiling
alter table job add column ready_at bigint not null default 0;             -- since when it may be started: due_at, or later if it was resumed
alter table job add column paused integer not null default 0;
alter table job add column in_queue integer not null default 1;
alter table job add column discount_period text not null default '';       -- the one that due_at was reckoned with
alter table job add column number_key text not null default '';            -- the number in its normal form
alter table job add column number_limit integer not null default 0;        -- the ceiling that holds it back; 0 for none
alter table job add column line text not null default '';                  -- device of the last attempt
alter table job add column avoid text not null default '';                 -- a device that was taken under our hands
alter table job add column tsid text not null default '';                  -- as the last attempt said it

update job set schedule = 'AT' where due_at > submitted_at and attempts = 0;
update job set scheduled_at = due_at, earliest_at = due_at, ready_at = due_at, number_key = number;
update job set in_queue = 0 where state in ('COMPLETED', 'CANCELED') and not exists (
    select 1 from job sibling where sibling.submission_id = job.submission_id
        and sibling.state in ('PENDING', 'RETRYING', 'IN_PROGRESS', 'CANCELING'));

drop index job_waiting;
-- What a round of the dispatcher reads, all of it in the index.
create index job_ready on job (priority desc, due_at, id, ready_at, device, avoid, number)
    where state in ('PENDING', 'RETRYING') and paused = 0;
create index job_ready_at on job (ready_at) where state in ('PENDING', 'RETRYING') and paused = 0;
create index job_discount on job (discount_period, due_at) where state in ('PENDING', 'RETRYING') and schedule = 'DISCOUNT';
create index job_limited on job (number_limit) where state in ('PENDING', 'RETRYING') and number_limit > 0;
create index job_waiting_number on job (number_key) where state in ('PENDING', 'RETRYING');
create index job_open on job (submission_id) where state in ('PENDING', 'RETRYING', 'IN_PROGRESS', 'CANCELING');
create index job_queue on job (id) where in_queue = 1;
create index job_queue_state on job (state, id) where in_queue = 1;
create index job_left on job (ended_at) where in_queue = 0;
create index call_job on call (job_id);

alter table attempt add column number_key text not null default '';
alter table attempt add column tsid text not null default '';
alter table attempt add column header_sender text;                         -- as it stood in the header line; null if there was none
update attempt set number_key = (select number from job where job.id = attempt.job_id);
update attempt set header_sender = (select header_sender from submission, job
    where job.id = attempt.job_id and submission.id = job.submission_id);
create index attempt_number on attempt (number_key, started_at);

create table document (
    id              text    not null primary key,
    uploaded_at     bigint  not null,
    name            text    not null,
    size            bigint  not null,
    resolution      text    not null,
    format          text    not null,  -- empty if it is of none that we know
    pages           integer not null,  -- 0 if it cannot be sent
    problem         text    not null,  -- why not; empty if it can
    remedy          text    not null,
    file_blob       text    not null,
    pages_size      bigint  not null,
    pages_blob      text               -- TIFF class F, without header lines; null if it cannot be sent
);
create index document_age on document (uploaded_at);
create index document_file_blob on document (file_blob);
create index document_pages_blob on document (pages_blob);

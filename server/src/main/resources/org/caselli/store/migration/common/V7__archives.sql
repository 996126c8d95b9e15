-- The archives. Each message stands for itself: whatever was true of its job, its attempts and its call is copied, so that
-- those may go. `place` orders the messages of an archive, unique in it: the millisecond in which the transmission ended,
-- times 2^20, plus a number within that millisecond. Newest first is descending.

create table received_message (
    place           bigint  not null primary key,
    id              text    not null unique, -- the incoming job's
    call_id         text    not null,        -- for its diary, as long as that is kept
    device          text    not null,
    csid            text    not null,        -- what we called ourselves
    caller_id       text    not null,
    called_number   text    not null,        -- the routing information
    subject         text    not null,        -- these three are empty until somebody fills them in
    sender_name     text    not null,
    sender_number   text    not null,
    started_at      bigint  not null,
    ended_at        bigint  not null,
    pages           integer not null,
    complete        integer not null,
    damaged_rows    integer not null,
    outcome         integer not null,
    retries         integer not null,        -- rounds of routing that failed
    size            bigint  not null,        -- octets of the TIFF file; -1: not yet looked up
    tiff_blob       text    not null,
    seen            integer not null,
    phase           text    not null,
    far_id          text    not null,        -- the sender's identity: TSID
    bits_per_second integer not null,
    carrier         text    not null,
    coding          text    not null,
    error_correction integer not null
);
create index received_message_unread on received_message (place) where seen = 0;
create index received_message_unsized on received_message (place) where size < 0;
create index received_message_blob on received_message (tiff_blob);

create table sent_message (
    place           bigint  not null primary key,
    id              text    not null unique, -- the job's
    submission_id   text    not null,
    call_id         text    not null,        -- of the last attempt
    device          text    not null,
    number          text    not null,
    recipient_name  text    not null,
    subject         text    not null,
    document_name   text    not null,
    sender_name     text    not null,
    sender_id       text    not null,        -- as the sender wanted it; the one used is tsid
    sender_number   text    not null,        -- the sender's own fax number
    tsid            text    not null,
    priority        integer not null,        -- 0 low, 1 normal, 2 high
    submitted_at    bigint  not null,
    scheduled_at    bigint  not null,        -- when it was to be sent at the earliest, as submitted
    started_at      bigint  not null,
    ended_at        bigint  not null,
    pages           integer not null,
    attempts        integer not null,
    size            bigint  not null,        -- octets of the TIFF file without header lines; -1: not yet looked up
    pages_blob      text    not null,        -- TIFF class F, without header lines
    header_sender   text    not null,
    zone            text    not null,        -- of the header line's time
    header_times    text    not null,        -- "page:milliseconds" from which page on the line has which time, with blanks between; 0: no line
    seen            integer not null,
    phase           text    not null,
    far_id          text    not null,        -- the recipient's identity: CSID
    bits_per_second integer not null,
    carrier         text    not null,
    coding          text    not null,
    error_correction integer not null
);
create index sent_message_unread on sent_message (place) where seen = 0;
create index sent_message_unsized on sent_message (place) where size < 0;
create index sent_message_blob on sent_message (pages_blob);
create index sent_message_submission on sent_message (submission_id, place);

-- Running totals, changed with each message, so that nobody counts a million rows.
create table archive_total (
    archive         text    not null primary key, -- RECEIVED or SENT
    messages        bigint  not null,
    octets          bigint  not null,
    pages           bigint  not null,
    unread          bigint  not null
);

-- One row: whether somebody was warned and the size has not been below the low mark since.
create table archive_quota (
    id              integer not null primary key, -- 1
    warned          integer not null
);
insert into archive_quota (id, warned) values (1, 0);

-- The files with readable names that lie in the archive folder, or are to be written or to be deleted there.
create table archive_file (
    archive         text    not null,
    message_id      text    not null,
    location        text    not null, -- the folder as it was set when the message came
    path            text    not null, -- below it, with strokes between
    state           text    not null, -- WANTED, WRITTEN, DOOMED
    due_at          bigint  not null, -- not touched before this: somebody is at work on it, or has failed
    tries           integer not null,
    error           text    not null, -- of the last try; empty for none
    primary key (archive, message_id)
);
create index archive_file_due on archive_file (due_at) where state <> 'WRITTEN';

-- The activity log: one line for each fax that was received or has come to its end, kept when the fax is gone.
create table activity_line (
    sequence        bigint  not null primary key,
    node            text    not null,    -- that writes it into its file
    incoming        integer not null,
    ended_at        bigint  not null,
    started_at      bigint,
    fax_id          text    not null,
    submission_id   text    not null,
    outcome         integer not null,
    device          text    not null,
    number          text    not null,    -- the other side's
    called_number   text    not null,    -- of a received fax: ours
    recipient_name  text    not null,
    sender_name     text    not null,
    subject         text    not null,
    csid            text    not null,
    tsid            text    not null,
    pages           integer not null,    -- of the fax
    pages_done      integer not null,    -- that got through
    size            bigint  not null,
    attempts        integer not null,
    bits_per_second integer not null,
    connected_ms    bigint  not null     -- all attempts together
);
create index activity_line_time on activity_line (ended_at, sequence);
create index activity_line_node on activity_line (node, incoming, sequence);

-- How far the files of the activity log have come.
create table activity_cursor (
    node            text    not null,
    incoming        integer not null,
    sequence        bigint  not null,
    primary key (node, incoming)
);

insert into received_message (place, id, call_id, device, csid, caller_id, called_number, subject, sender_name,
        sender_number, started_at, ended_at, pages, complete, damaged_rows, outcome, retries, size, tiff_blob, seen, phase,
        far_id, bits_per_second, carrier, coding, error_correction)
    select coalesce(c.ended_at, c.started_at) * 1048576
            + row_number() over (partition by coalesce(c.ended_at, c.started_at) order by f.id) - 1, f.id, f.call_id, c.device,
        c.called_number, c.peer, c.called_number, '', '', '', c.started_at, coalesce(c.ended_at, c.started_at), f.pages, f.complete, f.damaged_rows,
        f.outcome, 0, -1, f.tiff_blob, f.seen, c.phase, c.far_id, c.bits_per_second, c.carrier, c.coding,
        c.error_correction
    from received_fax f join call c on c.id = f.call_id;

insert into sent_message (place, id, submission_id, call_id, device, number, recipient_name, subject, document_name,
        sender_name, sender_id, sender_number, tsid, priority, submitted_at, scheduled_at, started_at, ended_at, pages,
        attempts, size, pages_blob, header_sender, zone, header_times, seen, phase, far_id, bits_per_second, carrier, coding,
        error_correction)
    select f.ended_at * 1048576 + row_number() over (partition by f.ended_at order by f.id) - 1, f.id, j.submission_id,
        a.call_id, a.device, j.number, j.recipient_name, s.subject,
        case when s.document_name <> '' then s.document_name else coalesce((select name from submission_file
            where submission_id = s.id and position = 0), '') end,
        s.sender_name, s.sender_id, s.sender_number, case when a.tsid <> '' then a.tsid else s.sender_id end, j.priority,
        s.submitted_at, j.scheduled_at, a.started_at, f.ended_at, j.pages, j.attempts, -1, s.pages_blob,
        coalesce(a.header_sender, ''), s.zone,
        -- Of a fax that took several calls, the pages of the earlier ones show the time of the last.
        '1:' || case when a.header_sender is null then 0 else a.started_at end,
        1, a.phase, a.far_id, a.bits_per_second, a.carrier, a.coding, a.error_correction
    from sent_fax f join job j on j.id = f.id join attempt a on a.id = f.attempt_id
        join submission s on s.id = j.submission_id;

insert into archive_total (archive, messages, octets, pages, unread)
    select 'RECEIVED', count(*), 0, coalesce(sum(pages), 0), coalesce(sum(1 - seen), 0) from received_message;
insert into archive_total (archive, messages, octets, pages, unread)
    select 'SENT', count(*), 0, coalesce(sum(pages), 0), coalesce(sum(1 - seen), 0) from sent_message;

drop table received_fax;
drop table sent_fax;

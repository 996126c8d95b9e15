-- The incoming queue: one row for each fax from the answer of its call until every routing method has done its work or was
-- given up and a person has seen to it. The message in the archive keeps the job's id.
create table incoming_job (
    id              text    not null primary key,
    call_id         text    not null unique references call (id),
    node            text    not null, -- that received it
    device          text    not null, -- the line's key
    station_id      text    not null, -- what we called ourselves (CSID)
    state           text    not null,
    added_at        bigint  not null,
    received_at     bigint,           -- when the call was over
    pages           integer not null, -- kept so far
    size            bigint  not null, -- octets of the TIFF; 0 until the call is over
    complete        integer not null,
    damaged_rows    integer not null,
    outcome         integer,          -- of the call
    tiff_blob       text    not null, -- empty until the call is over
    archived        integer not null, -- a message with this id was put into the archive
    due_at          bigint  not null, -- not routed before this
    retries         integer not null, -- rounds of routing that failed, since the call or the last restart
    routing_node    text,             -- that routes it at this moment
    lease_until     bigint  not null, -- until when it is believed to do so
    fence           integer not null, -- number of the last claim; an older one may write nothing any more
    given_up_at     bigint            -- when routing was given up
);
create index incoming_job_due on incoming_job (due_at, id) where state in ('ROUTING', 'RETRYING');
create index incoming_job_running on incoming_job (node, id) where state in ('IN_PROGRESS', 'CANCELING');
create index incoming_job_blob on incoming_job (tiff_blob);

-- What is to be done with a fax: one row for each method, in the order in which they run. Octets stand in Base64.
create table routing_step (
    job_id          text    not null references incoming_job (id) on delete cascade,
    method          text    not null, -- GUID in braces, lower case
    position        integer not null,
    name            text    not null, -- of the method, for people
    state           text    not null,
    tries           integer not null, -- that failed and said so
    lost            integer not null, -- that began and never ended: the server died meanwhile
    error           text    not null, -- of the last try; empty for none
    retry_data      text    not null, -- what the method wants to have again at its next try
    own_data        text,             -- set by an earlier method, instead of what is configured
    ended_at        bigint,
    primary key (job_id, method)
);

-- Files that routing methods have added for those that come after them.
create table routing_file (
    job_id          text    not null references incoming_job (id) on delete cascade,
    name            text    not null,
    position        integer not null,
    file_blob       text    not null,
    primary key (job_id, name)
);
create index routing_file_blob on routing_file (file_blob);

-- Extensions that offer routing methods, apart from the built-in one.
create table routing_extension (
    unique_name     text    not null primary key,
    friendly_name   text    not null,
    image           text    not null, -- path of the jar
    registered      integer not null, -- 1 by an administrator, 0 found in the plug-in folder
    unregistered    integer not null, -- 1: forgotten at the next start
    changed_at      bigint  not null
);

-- Every method ever offered, in the order in which they run over all extensions: 1 to n without gaps.
create table routing_method (
    guid            text    not null primary key,
    extension       text    not null, -- its unique name
    name            text    not null,
    function_name   text    not null,
    priority        integer not null
);

-- Which methods run for faxes that a device receives.
create table routing_method_use (
    device_id       integer not null,
    method          text    not null,
    primary key (device_id, method)
);

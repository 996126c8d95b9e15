-- The registry of lines. A line that its provider offers no more stays until somebody removes it; a number is never given
-- to another line.
create table device (
    id              bigint  not null primary key, -- above 0
    node            text    not null, -- the server that has it
    device_key      text    not null, -- its name there: berlin-1
    provider        text    not null, -- the unique name of its provider
    name            text    not null,
    number          text    not null, -- what one dials to reach it; perhaps empty
    is_virtual      integer not null, -- it has no bell
    description     text    not null,
    send_enabled    integer not null,
    receive_mode    text    not null,
    rings           integer not null,
    tsid            text    not null,
    csid            text    not null,
    position        bigint  not null, -- its place in the order of all devices
    version         bigint  not null, -- 1 for the first
    offered         integer not null, -- its provider has it now, or had it when its server was stopped
    last_seen       bigint  not null, -- when its provider was seen to have it the last time
    activity        text    not null, -- what it did at its last change
    status          text    not null, -- that in full, as JSON
    status_at       bigint  not null
);
create unique index device_place on device (node, device_key);
create index device_order on device (position, id);

-- One row: the last number that was given to a device.
create table device_number (
    only_row        integer not null primary key check (only_row = 1),
    last            bigint  not null
);
insert into device_number (only_row, last) values (1, 0);

-- What programs keep with a device, or with the server (device 0). The server does not look into it.
create table extension_property (
    device_id       bigint  not null,
    guid            text    not null, -- in braces and lower case
    value           bytea   not null, -- 1 octet to 1 MiB
    changed_at      bigint  not null,
    primary key (device_id, guid)
);

-- Providers that an administrator has registered, with effect from the next start of each server.
create table provider (
    guid            text    not null primary key, -- in braces and lower case
    friendly_name   text    not null,
    image           text    not null, -- the path of its jar; may have variables
    tapi_name       text    not null,
    interface_version bigint not null,
    registered_at   bigint  not null
);

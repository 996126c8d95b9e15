-- Groups of devices to which outbound rules point. The group of all devices is always there, so it has no row.
create table routing_group (
    id              text    not null primary key,
    name            text    not null, -- as it was given
    folded          text    not null unique, -- in lower case: two names differ in more than their case
    created_at      bigint  not null,
    version         bigint  not null  -- 1 for the first
);

-- A device that is gone keeps its place, for it may come back; until then it counts as one that cannot send.
create table routing_group_device (
    group_id        text    not null references routing_group (id) on delete cascade,
    position        integer not null, -- 1 for the first
    device_id       bigint  not null,
    primary key (group_id, device_id)
);

-- Area 0 means the whole country; country 0 and area 0 is the rule for all other numbers, which stands without a row as
-- long as it points to all devices. With neither device nor group a rule points to all devices.
create table routing_rule (
    country         integer not null,
    area            bigint  not null,
    device_id       bigint,
    group_id        text    references routing_group (id),
    version         bigint  not null,
    primary key (country, area)
);
create index routing_rule_group on routing_rule (group_id);

create table trunk (
    name            text    not null primary key,
    node            text    not null, -- the only server that opens it; empty for each of them
    changed_at      bigint  not null,
    version         bigint  not null, -- 1 for the first
    json            text    not null, -- its settings, without the passwords
    password        text    not null, -- ours towards the far end, sealed; empty for none
    caller_password text    not null  -- the far end's towards us, sealed; empty for none
);

-- One row: with which key the secrets of this database are sealed, so that a server that has another one says so.
create table secret_key (
    id              integer not null primary key, -- 1
    fingerprint     text    not null
);

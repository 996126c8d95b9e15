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
    node            text    not null, -- the only node that opens it; empty for each of them
    created_at      bigint  not null,
    changed_at      bigint  not null,
    version         bigint  not null,
    json            text    not null, -- its settings, without the password
    password        text    not null  -- sealed with the key of the data directory; empty for none
);

-- One row: which key the secrets in this database are sealed with, so that a server with another key says so at once.
create table secret_key (
    id              integer not null primary key, -- 1
    check_value     text    not null
);

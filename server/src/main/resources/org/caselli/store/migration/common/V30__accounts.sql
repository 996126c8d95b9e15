-- Who may do what. Rights are bits of FAX_ACCESS_RIGHTS_ENUM_2. Names are unique whatever their case: the key is the name in
-- lower case.

create table account (
    id              text    not null primary key,
    name            text    not null,
    name_key        text    not null unique,
    version         bigint  not null, -- 1 for a new one
    display_name    text    not null,
    email           text    not null,
    disabled        integer not null,
    rights          integer not null, -- its own, without those of its groups
    password_hash   text    not null, -- Argon2id, in PHC form; empty: nobody can sign in with a password
    created_at      bigint  not null
);

create table account_group (
    id              text    not null primary key,
    name            text    not null,
    name_key        text    not null unique,
    version         bigint  not null,
    description     text    not null,
    rights          integer not null,
    created_at      bigint  not null
);

create table group_member (
    group_id        text    not null references account_group (id) on delete cascade,
    account_id      text    not null references account (id) on delete cascade,
    primary key (group_id, account_id)
);
create index group_member_account on group_member (account_id);

-- Personal tokens and sessions. What a token is, only its holder knows: here is its SHA-256.
create table access_token (
    id              text    not null primary key,
    account_id      text    not null references account (id) on delete cascade,
    kind            text    not null, -- PERSONAL, SESSION
    name            text    not null,
    digest          text    not null unique,
    rights          integer not null, -- at most these of the account's
    created_at      bigint  not null,
    expires_at      bigint,           -- null: never
    last_used_at    bigint            -- within a minute
);
create index access_token_account on access_token (account_id);
create index access_token_expiry on access_token (expires_at);

-- Wrong passwords, by account ("account:ann") and by address ("address:192.0.2.7").
create table sign_in_failure (
    origin          text    not null primary key,
    failures        integer not null,
    last_at         bigint  not null
);
create index sign_in_failure_age on sign_in_failure (last_at);

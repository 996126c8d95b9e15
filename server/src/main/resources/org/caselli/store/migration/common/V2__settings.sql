-- From here on one script serves SQLite and PostgreSQL: bigint, text and integer mean the same to both.

-- What people change while the server runs, one row for each section that was ever changed; a section without a row is
-- as the program ships it, at version 0.
create table setting (
    section         text    not null primary key,
    version         bigint  not null, -- 1 for the first change
    changed_at      bigint  not null,
    json            text    not null
);

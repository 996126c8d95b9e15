-- The folder for pages that goes with this database: what stands in its file "identity". Empty until a server that can
-- share the database opens it for the first time.
create table page_folder (
    only_row        integer not null primary key check (only_row = 1),
    identity        text    not null
);

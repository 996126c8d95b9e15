-- Cover pages: the templates that the server keeps, and what became of them in each fax.

create table cover_page (
    name_key   text   not null primary key,  -- the name in small letters
    name       text   not null,
    template   text   not null,
    changed_at bigint not null,
    changed_by text   not null
);

alter table submission add column cover_type text not null default 'NONE';   -- NONE, LOCAL, SERVER
alter table submission add column cover_page text not null default '';       -- the name of the template
alter table submission add column note text not null default '';
alter table submission add column cover_pages integer not null default 0;    -- of its cover pages the most; pages are the body's
alter table submission add column cover_missing text not null default '';    -- fields that were empty, with blanks between

alter table job add column cover_blob text;                                  -- TIFF class F of its cover page; null if there is none
alter table job add column cover_size bigint not null default 0;             -- octets of it
alter table sent_message add column cover_blob text;
create index job_cover_blob on job (cover_blob) where cover_blob is not null;
create index sent_message_cover_blob on sent_message (cover_blob) where cover_blob is not null;

-- A number for each job, of both queues together: for programs whose job ids are integers of 32 bits (faxcom). Numbers rise,
-- and none is given twice, also when its job is long forgotten.

create table job_number (
    only_row        integer not null primary key check (only_row = 1),
    last            integer not null check (last between 0 and 2147483647)
);

alter table job add column job_number integer not null default 0;
alter table incoming_job add column job_number integer not null default 0;

update job set job_number = numbered.place
    from (select id, row_number() over (order by id) as place
        from (select id from job union all select id from incoming_job) as every_job) as numbered
    where numbered.id = job.id;
update incoming_job set job_number = numbered.place
    from (select id, row_number() over (order by id) as place
        from (select id from job union all select id from incoming_job) as every_job) as numbered
    where numbered.id = incoming_job.id;

insert into job_number (only_row, last)
    select 1, (select count(*) from job) + (select count(*) from incoming_job);

create unique index job_by_number on job (job_number);
create unique index incoming_job_by_number on incoming_job (job_number);

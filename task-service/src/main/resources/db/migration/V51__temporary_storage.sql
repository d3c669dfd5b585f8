-- Of the last attempt: the folder on its node that is its temporary storage.
alter table task add column tmp text;

-- What its node must have, as the JSON list in its wish; a child's is its array's.
alter table task add column labels text generated always as ((spec::jsonb) -> 'spec' -> 'needs' ->> 'labels') stored;
